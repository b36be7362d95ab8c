package org.serai.it.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Prints how fast Serai is beside llama.cpp; arguments as in {@code docs/performance.md}. */
public final class Benchmark {
    private static final String USAGE =
            "usage: benchmark --llama-bench PROGRAM [--rounds N] [--threads N] [--json FILE] MODEL...";

    private Benchmark() {}

    public static void main(String[] arguments) throws Exception {
        Deque<String> words = new ArrayDeque<>(List.of(arguments));
        Map<String, String> options = new LinkedHashMap<>();
        List<Path> models = new ArrayList<>();
        while (!words.isEmpty()) {
            String word = words.pop();
            if (word.startsWith("--") && !words.isEmpty()) {
                options.put(word, words.pop());
            } else {
                models.add(Path.of(word));
            }
        }
        String llamaBench = options.remove("--llama-bench");
        int rounds = Integer.parseInt(options.getOrDefault("--rounds", "7"));
        int threads = Integer.parseInt(options.getOrDefault(
                "--threads", Integer.toString(Runtime.getRuntime().availableProcessors())));
        String json = options.get("--json");
        options.keySet().removeAll(List.of("--rounds", "--threads", "--json"));
        if (llamaBench == null || models.isEmpty() || !options.isEmpty()) {
            System.err.println(USAGE);
            System.exit(2);
            return;
        }

        List<Comparison> comparisons = new ArrayList<>();
        for (Path model : models) {
            comparisons.add(Comparison.of(model, Path.of(llamaBench), threads, rounds));
        }
        System.out.println("| model | prefill, Serai | llama.cpp | ratio | decode, Serai | llama.cpp | ratio |");
        System.out.println("|---|---|---|---|---|---|---|");
        comparisons.forEach(comparison -> System.out.println(comparison.row()));
        if (json != null) {
            new ObjectMapper()
                    .writerWithDefaultPrettyPrinter()
                    .writeValue(Path.of(json).toFile(), comparisons);
        }
    }
}
