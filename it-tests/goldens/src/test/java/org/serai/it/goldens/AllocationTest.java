package org.serai.it.goldens;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Generation;
import org.serai.engine.GenerationListener;
import org.serai.engine.ModelSession;
import org.serai.engine.Prompt;
import org.serai.engine.SessionOptions;

/** All threads together allocate nothing for a token but its text, the CPU device with its kernels included. */
final class AllocationTest {
    private static final int SLOTS = 2;
    private static final int FIRST = 20;
    private static final int LAST = 220;

    /** What a token may leave: its string, the chunk that brings it to the listener, and its part of the whole answer. */
    private static final long TEXT_BYTES = 400;

    /** Compiled code keeps on the stack what interpreted code allocates, so there is a warm-up; this ends a test that fails. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final ThreadMXBean METER = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private volatile long before;
    private volatile long after;

    @ParameterizedTest(name = "{0}, exact: {1}")
    @CsvSource({"llama-q4_0.gguf, false", "llama-q4_0.gguf, true", "llama_d256-q4_k_m.gguf, false"})
    void decodingAllocatesTheTextAlone(String file, boolean exact) {
        GoldenModel model = GoldenModel.all().stream()
                .filter(candidate -> candidate.name().equals(file))
                .findFirst()
                .orElseThrow();
        try (ModelSession session = Plugins.ENGINE.open(
                model.reference(),
                new SessionOptions(OptionalInt.of(256), SLOTS, List.of("cpu"), OptionalInt.of(2), exact))) {
            long perToken = Long.MAX_VALUE;
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (perToken > TEXT_BYTES && System.nanoTime() < end) {
                answer(session, model.prompts().getFirst().ids());
                perToken = (after - before) / (SLOTS * (LAST - FIRST));
            }
            assertTrue(perToken > 0, "a token leaves its string at least, but " + perToken + " bytes were measured");
            assertTrue(perToken <= TEXT_BYTES, perToken + " bytes a token");
        }
    }

    private void answer(ModelSession session, int[] prompt) {
        GenerationListener meter = chunk -> {
            if (chunk.completionTokens() <= FIRST) {
                before = METER.getTotalThreadAllocatedBytes();
            } else if (chunk.completionTokens() <= LAST) {
                after = METER.getTotalThreadAllocatedBytes();
            }
        };
        List<Generation> generations = new ArrayList<>();
        for (int i = 0; i < SLOTS; i++) {
            generations.add(session.generate(
                    GenerateRequest.builder("golden", new Prompt.Tokens(prompt))
                            .maxTokens(LAST + 5)
                            .ignoreEos(true)
                            .build(),
                    i == 0 ? meter : GenerationListener.NONE));
        }
        generations.forEach(generation -> generation.result().join());
    }
}
