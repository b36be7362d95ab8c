package org.serai.it.benchmarks.documents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The distribution as a process, with a route from folder to folder. */
final class SeraiSide implements Side {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path program;
    private final Path home;
    private final Path failed;
    private final Folders folders;

    private SeraiSide(Path program, Path home) {
        this.program = program;
        this.home = home;
        this.failed = home.resolve("failed");
        this.folders = new Folders(home.resolve("inbox"), home.resolve("outbox"));
    }

    /** @param program {@code bin/serai} */
    static SeraiSide start(Path program, Path home, Settings settings, String instruction) throws Exception {
        for (String folder : List.of("etc", "routes", "inbox", "outbox")) {
            Files.createDirectories(home.resolve(folder));
        }
        Files.writeString(home.resolve("instruction.txt"), instruction);
        Files.writeString(home.resolve("etc/org.serai.alias~measured.cfg"), """
                model = %s
                slots = %d
                context = %d
                threads = %d
                """.formatted(
                        settings.model(), settings.seraiSlots(), Settings.CONTEXT, settings.threads()));
        Files.writeString(home.resolve("etc/org.serai.rest.cfg"), "port = 0\n");
        Files.writeString(home.resolve("routes/letters.camel.yaml"), """
                - route:
                    id: letters
                    from:
                      uri: serai-file:inbox
                      parameters:
                        outbox: outbox
                        failed: failed
                        settle: 100
                        pollInterval: 100
                      steps:
                        - to:
                            uri: serai:chat
                            parameters:
                              model: measured
                              systemPrompt: "resource:file:instruction.txt"
                              maxTokens: %d
                              temperature: 0
                """.formatted(Settings.ANSWER_TOKENS));
        SeraiSide side = new SeraiSide(program, home);
        side.command("start");
        return side;
    }

    private void command(String word) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(program.toString(), word)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("SERAI_HOME", home.toString());
        int status = builder.start().onExit().join().exitValue();
        if (status != 0) {
            throw new IllegalStateException("serai " + word + " ended with status " + status + "; see " + home);
        }
    }

    @Override
    public Batch answer(List<Document> documents) throws Exception {
        long began = System.nanoTime();
        folders.drop(documents);
        folders.await(documents, this::requireNoneFailed);
        double seconds = (System.nanoTime() - began) / 1e9;
        long prompts = 0;
        long answers = 0;
        for (Document document : documents) {
            JsonNode answer = JSON.readTree(
                            folders.outbox().resolve(document.name() + ".json").toFile())
                    .path("answer");
            prompts += answer.path("promptTokens").asLong();
            answers += answer.path("completionTokens").asLong();
        }
        return new Batch(documents.size(), seconds, prompts, answers);
    }

    private void requireNoneFailed() throws IOException {
        if (Files.isDirectory(failed)) {
            try (Stream<Path> files = Files.list(failed)) {
                files.filter(file -> !file.getFileName().toString().startsWith("."))
                        .findFirst()
                        .ifPresent(file -> {
                            throw new IllegalStateException("Serai could not answer a document; see " + file);
                        });
            }
        }
    }

    @Override
    public void close() throws IOException {
        command("stop");
    }
}
