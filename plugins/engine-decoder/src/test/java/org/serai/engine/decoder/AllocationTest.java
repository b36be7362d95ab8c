package org.serai.engine.decoder;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.serai.engine.decoder.ScriptedEngine.finish;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Generation;
import org.serai.engine.GenerationListener;
import org.serai.engine.ModelSession;
import org.serai.engine.Prompt;
import org.serai.engine.SamplingParameters;

/**
 * Decoding allocates nothing but the text: neither the scheduler nor the order of operations nor the choice of a token
 * does. The text is handed on as a string for each token.
 */
final class AllocationTest {
    private static final int SLOTS = 2;
    private static final int FIRST = 20;
    private static final int LAST = 220;

    /**
     * What a token may leave: its string, the chunk that brings it to the listener, and its part of the whole answer, which
     * are 160 bytes, and small objects that the compiler puts on the stack in one run of the JVM and not in another. A row of
     * logits or a list for each step would be more.
     */
    private static final long TEXT_BYTES = 400;

    /** Few, because the JDK's sort of more than some dozen numbers allocates a little. */
    private static final int TOP_K = 8;

    /** Compiled code keeps on the stack what interpreted code allocates, so there is a warm-up; this ends a test that fails. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final ThreadMXBean METER = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final ScriptedEngine scripted = new ScriptedEngine();
    private volatile long before;
    private volatile long after;

    @ParameterizedTest(name = "temperature {0}")
    @ValueSource(doubles = {0, 0.8})
    void decodingAllocatesTheTextAlone(double temperature) throws Exception {
        scripted.device.memory = 1;
        try (ModelSession session = scripted.open(SLOTS, true, false)) {
            long perToken = Long.MAX_VALUE;
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (perToken > TEXT_BYTES && System.nanoTime() < end) {
                answer(session, temperature);
                perToken = (after - before) / (SLOTS * (LAST - FIRST));
            }
            assertTrue(perToken <= TEXT_BYTES, perToken + " bytes a token");
        }
    }

    private void answer(ModelSession session, double temperature) throws Exception {
        GenerationListener meter = chunk -> {
            if (chunk.completionTokens() == FIRST) {
                before = METER.getCurrentThreadAllocatedBytes();
            } else if (chunk.completionTokens() == LAST) {
                after = METER.getCurrentThreadAllocatedBytes();
            }
        };
        List<Generation> generations = new ArrayList<>();
        for (int i = 0; i < SLOTS; i++) {
            generations.add(session.generate(
                    GenerateRequest.builder("model", new Prompt.Tokens(new int[] {'a', 'b', 'c' + i}))
                            .maxTokens(LAST + 10)
                            .sampling(new SamplingParameters(
                                    temperature, TOP_K, null, 0.05, null, null, null, null, null, null, null, 7L))
                            .ignoreEos(true)
                            .build(),
                    i == 0 ? meter : GenerationListener.NONE));
        }
        for (Generation generation : generations) {
            finish(generation);
        }
    }
}
