package com.llama4j;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * llama-bench for llama3.java: one measurement of a prompt or of an answer after a whole one that does not count, so that the
 * JVM has compiled what computes. Compiled beside Llama3.java by the script llama3-java-bench, and in its package, because
 * its types are not public.
 */
public final class Bench {
    /** llama3.java's own choice for prompts. */
    private static final int BATCH = Integer.getInteger("llama.BatchSize", 16);

    private final Llama model;

    private Bench(Llama model) {
        this.model = model;
    }

    public static void main(String[] arguments) throws IOException {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            options.put(arguments[i], arguments[i + 1]);
        }
        int prompt = Integer.parseInt(options.getOrDefault("-p", "0"));
        int answer = Integer.parseInt(options.getOrDefault("-n", "0"));
        if ((prompt > 0) == (answer > 0) || !options.containsKey("-m")) {
            System.err.println("Needs -m MODEL, and either -p or -n above 0");
            System.exit(2);
        }
        // Its parallel streams compute on the common pool and on the thread that waits for them.
        int threads = Integer.parseInt(options.getOrDefault("-t", "1"));
        System.setProperty("java.util.concurrent.ForkJoinPool.common.parallelism", Integer.toString(threads - 1));
        Bench bench = new Bench(ModelLoader.loadModel(Path.of(options.get("-m")), prompt + answer, true));
        double rate = 0;
        for (int run = 0; run < 2; run++) {
            long start = System.nanoTime();
            if (prompt > 0) {
                bench.prefill(prompt);
            } else {
                bench.decode(answer);
            }
            rate = (prompt + answer) * 1e9 / (System.nanoTime() - start);
        }
        System.out.println("[{\"avg_ts\": " + rate + "}]");
    }

    private void prefill(int count) {
        Llama.State state = model.createNewState(BATCH);
        int[] tokens = new Random(count).ints(count, 0, model.configuration().vocabularySize).toArray();
        for (int position = 0; position < count; position += BATCH) {
            int end = Math.min(count, position + BATCH);
            Llama.forward(model, state, Arrays.copyOfRange(tokens, position, end), position, end == count);
        }
    }

    private void decode(int count) {
        Llama.State state = model.createNewState(1);
        int token = 1;
        for (int position = 0; position < count; position++) {
            Llama.forward(model, state, new int[] {token}, position, true);
            token = Sampler.ARGMAX.sampleToken(state.logits);
        }
    }
}
