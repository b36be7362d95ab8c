package org.serai.it.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The program llama-bench of llama.cpp, started anew for each run; it warms up by itself. */
final class LlamaBench implements Contender {
    private final List<String> command;

    LlamaBench(Path program, Path model, int threads) {
        command = List.of(
                program.toString(),
                "-m",
                model.toString(),
                "-t",
                Integer.toString(threads),
                "-p",
                Integer.toString(Workload.PROMPT_TOKENS),
                "-n",
                Integer.toString(Workload.ANSWER_TOKENS),
                "-fa",
                "1",
                "-r",
                "1",
                "-o",
                "json");
    }

    @Override
    public String name() {
        return "llama.cpp";
    }

    @Override
    public Rates run() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        JsonNode tests = new ObjectMapper().readTree(process.getInputStream());
        if (process.waitFor() != 0) {
            throw new IOException("Failed: " + String.join(" ", command));
        }
        return new Rates(rate(tests, "n_prompt"), rate(tests, "n_gen"));
    }

    private static double rate(JsonNode tests, String count) {
        for (JsonNode test : tests) {
            if (test.path(count).asInt() > 0) {
                return test.path("avg_ts").asDouble();
            }
        }
        throw new IllegalStateException("llama-bench gave no test with " + count);
    }

    @Override
    public void close() {
        // Each run is a process of its own.
    }
}
