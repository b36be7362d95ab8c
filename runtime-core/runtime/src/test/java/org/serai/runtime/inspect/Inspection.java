package org.serai.runtime.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.serai.chat.template.JinjaTemplateFactory;
import org.serai.command.CommandStreams;
import org.serai.device.cpu.CpuDevice;
import org.serai.engine.decoder.DecoderEngine;
import org.serai.format.gguf.GgufFormat;
import org.serai.runtime.command.CommandLines;
import org.serai.runtime.store.ModelFormats;
import org.serai.runtime.store.ModelStore;
import org.serai.runtime.store.ModelSubcommand;
import org.serai.tokenizer.GgufTokenizerFactory;

/** The commands with the real plugins behind them. */
final class Inspection {
    static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final ModelFiles files;
    private final EngineLoader engines;

    /** @param folder the working folder of the commands */
    Inspection(Path folder) {
        this.folder = folder;
        GgufFormat gguf = new GgufFormat();
        files = new ModelFiles(new ModelStore(folder), new ModelFormats(List.of(gguf)));
        engines = new EngineLoader(
                files,
                List.of(new DecoderEngine(
                        new GgufTokenizerFactory(),
                        new JinjaTemplateFactory(),
                        List.of(gguf),
                        List.of(new CpuDevice()))));
    }

    /**
     * What a command did.
     *
     * @param status its exit status
     * @param answers what it wrote
     */
    record Outcome(int status, List<JsonNode> answers) {
        JsonNode answer() {
            return answers.getFirst();
        }

        String error() {
            return answer().path("error").asText();
        }
    }

    Outcome tokenize(String input, Object... arguments) throws Exception {
        return run(new TokenizeCommand(files, new GgufTokenizerFactory()), input, arguments);
    }

    Outcome render(String input, Object... arguments) throws Exception {
        return run(new RenderCommand(files, new JinjaTemplateFactory()), input, arguments);
    }

    Outcome generate(String input, Object... arguments) throws Exception {
        return run(new GenerateCommand(engines), input, arguments);
    }

    Outcome perplexity(String input, Object... arguments) throws Exception {
        return run(new PerplexityCommand(engines), input, arguments);
    }

    private Outcome run(ModelSubcommand command, String input, Object... arguments) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int status = run(command, new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), out, arguments);
        List<JsonNode> answers = new ArrayList<>();
        for (String line : out.toString(StandardCharsets.UTF_8).lines().toList()) {
            answers.add(JSON.readTree(line));
        }
        return new Outcome(status, answers);
    }

    /** Runs {@code tokenize} on streams. */
    int tokenize(InputStream in, OutputStream out, Object... arguments) throws Exception {
        return run(new TokenizeCommand(files, new GgufTokenizerFactory()), in, out, arguments);
    }

    private int run(ModelSubcommand command, InputStream in, OutputStream out, Object... arguments) throws Exception {
        CommandStreams streams = new CommandStreams(
                in,
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
                false,
                folder);
        List<String> words = List.of(arguments).stream().map(Object::toString).toList();
        return CommandLines.execute(command.create(streams), words, streams);
    }

    static JsonNode read(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
