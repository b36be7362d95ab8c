package org.serai.runtime.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.serai.command.CommandStreams;
import org.serai.error.SeraiException;
import org.serai.model.ChatTemplate;
import org.serai.model.ChatTemplateFactory;
import org.serai.model.ModelMetadata;
import org.serai.runtime.store.ModelSubcommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code serai model render}: conversations to prompts, by the model's own template or another. */
@Component(service = ModelSubcommand.class)
public final class RenderCommand implements ModelSubcommand {
    private static final List<String> TOKENS = List.of("bos_token", "eos_token");

    private final ModelFiles files;
    private final ChatTemplateFactory templates;

    @Activate
    public RenderCommand(
            @Reference(name = "files") ModelFiles files, @Reference(name = "templates") ChatTemplateFactory templates) {
        this.files = files;
        this.templates = templates;
    }

    @Override
    public Callable<Integer> create(CommandStreams streams) {
        return new Call(streams);
    }

    /**
     * What a model says about its conversations.
     *
     * @param template its template; null where it has none
     * @param tokens how its special tokens are spelt, by the name of the variable
     */
    private record Dialect(@Nullable String template, Map<String, String> tokens) {
        static Dialect of(ModelMetadata metadata) {
            Map<String, String> tokens = new HashMap<>();
            List<String> vocabulary = metadata.strings("tokenizer.ggml.tokens").orElse(List.of());
            for (String name : TOKENS) {
                OptionalLong id = metadata.integer("tokenizer.ggml." + name + "_id");
                if (id.isPresent() && id.getAsLong() >= 0 && id.getAsLong() < vocabulary.size()) {
                    tokens.put(name, vocabulary.get((int) id.getAsLong()));
                }
            }
            return new Dialect(metadata.string("tokenizer.chat_template").orElse(null), tokens);
        }
    }

    /** One call. */
    @Command(
            name = "render",
            description = "Renders conversations with the model's chat template.",
            footer = {
                "",
                "Reads JSON lines and writes one for each:",
                "  {\"messages\", \"tools\", \"add_generation_prompt\", …}",
                "  gives {\"text\"} or {\"error\"}",
                "Every other field becomes a variable of the template.",
                "bos_token and eos_token are the model's, unless the line has them."
            })
    private final class Call implements Callable<Integer> {
        private final CommandStreams streams;

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Parameters(paramLabel = "NAME|FILE", arity = "0..1", description = "A model of the store, or a model file.")
        private @Nullable String model;

        @Option(names = "--template", paramLabel = "FILE", description = "A Jinja file to use as the template.")
        private @Nullable Path template;

        Call(CommandStreams streams) {
            this.streams = streams;
        }

        @Override
        public Integer call() throws IOException {
            if (model == null && template == null) {
                throw new ParameterException(spec.commandLine(), "Name a model, or give a template with --template");
            }
            Dialect dialect = model == null
                    ? new Dialect(null, Map.of())
                    : files.read(model, streams.workingDirectory(), Dialect::of);
            ChatTemplate compiled = templates.compile(source(dialect));
            return JsonLines.process(
                    streams, (line, answer) -> answer.put("text", compiled.render(variables(line, dialect.tokens()))));
        }

        private String source(Dialect dialect) {
            if (template != null) {
                return read(streams.workingDirectory().resolve(template));
            }
            if (dialect.template() == null) {
                throw new SeraiException(
                        InspectErrors.NO_TEMPLATE,
                        "The model " + model + " has no chat template: it was not made for conversations, or the file"
                                + " lost it; give one with --template FILE");
            }
            return dialect.template();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new SeraiException(
                    InspectErrors.TEMPLATE_FILE, "The template " + file + " cannot be read as UTF-8 text: " + e, e);
        }
    }

    private static Map<String, @Nullable Object> variables(Fields line, Map<String, String> tokens) {
        JsonNode messages = line.array("messages")
                .orElseThrow(
                        () -> Fields.bad("The field 'messages' is missing: an array of objects with role and content"));
        Map<String, @Nullable Object> variables = new LinkedHashMap<>(tokens);
        variables.put("messages", JsonLines.plain(messages));
        variables.put("tools", line.array("tools").map(JsonLines::plain).orElse(null));
        variables.put("documents", null);
        variables.put(
                "add_generation_prompt", line.bool("add_generation_prompt").orElse(false));
        for (String token : TOKENS) {
            line.text(token).ifPresent(spelling -> variables.put(token, spelling));
        }
        line.others().forEach((name, value) -> variables.put(name, JsonLines.plain(value)));
        return variables;
    }
}
