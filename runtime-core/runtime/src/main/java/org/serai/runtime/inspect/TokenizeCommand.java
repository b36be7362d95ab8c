package org.serai.runtime.inspect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.serai.command.CommandStreams;
import org.serai.error.SeraiException;
import org.serai.model.ModelMetadata;
import org.serai.model.Support;
import org.serai.model.Tokenizer;
import org.serai.model.TokenizerFactory;
import org.serai.runtime.store.ModelSubcommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code serai model tokenize}: text to token ids, and back. */
@Component(service = ModelSubcommand.class)
public final class TokenizeCommand implements ModelSubcommand {
    private final ModelFiles files;
    private final TokenizerFactory tokenizers;

    @Activate
    public TokenizeCommand(
            @Reference(name = "files") ModelFiles files, @Reference(name = "tokenizers") TokenizerFactory tokenizers) {
        this.files = files;
        this.tokenizers = tokenizers;
    }

    @Override
    public Callable<Integer> create(CommandStreams streams) {
        return new Call(streams);
    }

    private Tokenizer tokenizer(ModelMetadata metadata) {
        return switch (tokenizers.supports(metadata)) {
            case Support.Yes() -> tokenizers.create(metadata);
            case Support.No(String reason) ->
                throw new SeraiException(InspectErrors.NO_TOKENIZER, "The model cannot be tokenized: " + reason);
        };
    }

    /** One call. */
    @Command(
            name = "tokenize",
            description = "Turns text into token ids and back.",
            footer = {
                "",
                "Reads JSON lines and writes one for each:",
                "  {\"text\", \"special\", \"bos\"}  gives {\"ids\"}",
                "  {\"ids\", \"skip_special\"}     gives {\"text\"}",
                "special: recognise control tokens in the text (default true).",
                "bos: add what the model wants around a text (default false).",
                "skip_special: leave control tokens out (default false)."
            })
    private final class Call implements Callable<Integer> {
        private final CommandStreams streams;

        @Parameters(paramLabel = "NAME|FILE", description = "A model of the store, or a model file.")
        private String model = "";

        Call(CommandStreams streams) {
            this.streams = streams;
        }

        @Override
        public Integer call() throws IOException {
            Tokenizer tokenizer = files.read(model, streams.workingDirectory(), TokenizeCommand.this::tokenizer);
            return JsonLines.process(streams, (line, answer) -> {
                if (line.exactlyOne("text", "ids").equals("text")) {
                    encode(tokenizer, line, answer);
                } else {
                    decode(tokenizer, line, answer);
                }
            });
        }

        private void encode(Tokenizer tokenizer, Fields line, ObjectNode answer) {
            String text = line.text("text").orElseThrow();
            boolean special = line.bool("special").orElse(true);
            boolean bos = line.bool("bos").orElse(false);
            line.refuseOthers();
            answer.set("ids", JsonLines.MAPPER.valueToTree(tokenizer.encode(text, special, bos)));
        }

        private void decode(Tokenizer tokenizer, Fields line, ObjectNode answer) {
            int[] ids = line.ids("ids").orElseThrow();
            boolean skipSpecial = line.bool("skip_special").orElse(false);
            line.refuseOthers();
            for (int id : ids) {
                if (id < 0 || id >= tokenizer.size()) {
                    throw Fields.bad("There is no token " + id + ": the ids of this model run from 0 to "
                            + (tokenizer.size() - 1));
                }
            }
            answer.put("text", tokenizer.decode(ids, skipSpecial));
        }
    }
}
