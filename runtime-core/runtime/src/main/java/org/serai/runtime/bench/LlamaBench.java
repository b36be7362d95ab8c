package org.serai.runtime.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.serai.error.SeraiException;

/**
 * llama.cpp, by its program llama-bench, which warms up by itself, and llama-batched-bench beside it for several sequences at
 * once; or another engine by programs that take the same options and answer in the same form. Started anew for each run.
 */
final class LlamaBench implements Contender {
    private static final String BENCH = "llama-bench";
    private static final String BATCHED_BENCH = "llama-batched-bench";
    private static final int LINES_OF_FAILURE = 5;
    private static final JsonMapper JSON = new JsonMapper();

    private final Peer peer;
    private final Optional<Path> batchedBench;
    private final Path model;
    private final int threads;

    /** @param peer with its program, as {@link #at} or {@link #search} gives it */
    LlamaBench(Peer peer, Path model, int threads) {
        this.peer = peer;
        this.batchedBench = Optional.of(peer.program().resolveSibling(executable(BATCHED_BENCH)))
                .filter(Files::isExecutable);
        this.model = model;
        this.threads = threads;
    }

    /**
     * The program at a place that somebody named.
     *
     * @param bench llama-bench, or the folder that it is in
     */
    static Path at(Path bench) {
        Path program = Files.isDirectory(bench) ? bench.resolve(executable(BENCH)) : bench;
        if (!Files.isExecutable(program) || Files.isDirectory(program)) {
            throw new SeraiException(
                    BenchErrors.NO_PEER,
                    "There is no program " + program
                            + ": name llama-bench, or the folder that it is in, with --llama-bench");
        }
        return program;
    }

    /**
     * The program of a search path.
     *
     * @param path the variable PATH
     */
    static Path search(String path) {
        for (String folder : path.split(File.pathSeparator, -1)) {
            Path program = Path.of(folder).resolve(executable(BENCH));
            if (!folder.isEmpty() && Files.isExecutable(program)) {
                return program;
            }
        }
        throw new SeraiException(
                BenchErrors.NO_PEER,
                "There is no llama-bench on the PATH: build llama.cpp for this machine, and name its program with"
                        + " --llama-bench FILE");
    }

    private static String executable(String program) {
        return System.getProperty("os.name").startsWith("Windows") ? program + ".exe" : program;
    }

    @Override
    public OptionalDouble run(Work work) throws InterruptedException {
        return switch (work) {
            case Work.Prefill(int tokens) -> OptionalDouble.of(bench(tokens, 0));
            case Work.Decode decode ->
                decode.sequences() == 1 ? OptionalDouble.of(bench(0, decode.tokens())) : batched(decode);
            case Work.Documents documents -> OptionalDouble.empty();
        };
    }

    private double bench(int prompt, int answer) throws InterruptedException {
        List<String> command = command(peer.program(), "-p", prompt, "-n", answer, "-fa", 1, "-r", 1, "-o", "json");
        return rate(command, output(command).path(0).path("avg_ts"));
    }

    private OptionalDouble batched(Work.Decode work) throws InterruptedException {
        if (batchedBench.isEmpty()) {
            return OptionalDouble.empty();
        }
        List<String> command = command(
                batchedBench.get(),
                "-c",
                work.sequences() * work.context(),
                "-npp",
                work.prompt(),
                "-ntg",
                work.tokens(),
                "-npl",
                work.sequences(),
                "-fa",
                "on",
                "--output-format",
                "jsonl");
        return OptionalDouble.of(rate(command, output(command).path("speed_tg")));
    }

    private List<String> command(Path program, Object... words) {
        List<String> command =
                new ArrayList<>(List.of(program.toString(), "-m", model.toString(), "-t", Integer.toString(threads)));
        for (Object word : words) {
            command.add(String.format(Locale.ROOT, "%s", word));
        }
        return command;
    }

    private double rate(List<String> command, JsonNode rate) {
        if (!rate.isNumber() || rate.doubleValue() <= 0) {
            throw failure(command, "it gave no rate");
        }
        return rate.doubleValue();
    }

    /** Runs a program to its end and reads what it wrote. It is ended where the caller is interrupted. */
    private JsonNode output(List<String> command) throws InterruptedException {
        try {
            Path errors = Files.createTempFile("serai-bench-", ".txt");
            try {
                Process process = new ProcessBuilder(command)
                        .redirectError(errors.toFile())
                        .start();
                try {
                    process.getOutputStream().close();
                    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                    int status = process.waitFor();
                    if (status != 0) {
                        throw failure(command, "it ended with status " + status + ": " + lastLines(errors));
                    }
                    return JSON.readTree(output);
                } finally {
                    process.destroyForcibly();
                }
            } finally {
                Files.deleteIfExists(errors);
            }
        } catch (JsonProcessingException e) {
            throw failure(command, "what it wrote is no JSON");
        } catch (IOException e) {
            throw failure(command, "it cannot be run: " + e.getMessage());
        }
    }

    private static String lastLines(Path errors) throws IOException {
        List<String> lines = new String(Files.readAllBytes(errors), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
        return String.join(" | ", lines.subList(Math.max(0, lines.size() - LINES_OF_FAILURE), lines.size()));
    }

    private SeraiException failure(List<String> command, String reason) {
        return new SeraiException(
                BenchErrors.PEER_FAILED,
                peer.name() + " could not do the work: " + reason + ". Run it by hand: " + String.join(" ", command));
    }
}
