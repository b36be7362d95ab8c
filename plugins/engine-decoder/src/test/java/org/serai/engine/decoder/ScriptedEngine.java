package org.serai.engine.decoder;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Generation;
import org.serai.engine.GenerationResult;
import org.serai.engine.ModelReference;
import org.serai.engine.ModelSession;
import org.serai.engine.Prompt;
import org.serai.engine.SessionOptions;
import org.serai.engine.decoder.error.DecoderErrors;
import org.serai.error.SeraiException;

/** The engine with the scripted model on the scripted device, and what it has to answer. */
final class ScriptedEngine {
    static final int CONTEXT = 1024;

    final ScriptedDevice device = new ScriptedDevice(1 << 30);
    final ScriptedModel model = new ScriptedModel("llama");
    private final DecoderEngine engine = new DecoderEngine(
            AsciiTokenizer.FACTORY,
            source -> variables -> {
                if (variables.containsKey("fail")) {
                    throw new SeraiException(DecoderErrors.BAD_PARAMETER, "the template's own error");
                }
                return source + variables.get("messages") + variables.get("add_generation_prompt");
            },
            List.of(model),
            List.of(device));

    ModelSession open(int slots, boolean prefixCache) {
        return open(slots, prefixCache, false);
    }

    ModelSession open(int slots, boolean prefixCache, boolean speculation) {
        return engine.open(
                new ModelReference("model", Optional.of(Path.of("a.scripted")), "sha256:1", Map.of()),
                new SessionOptions(
                        OptionalInt.of(CONTEXT),
                        slots,
                        List.of(),
                        OptionalInt.empty(),
                        true,
                        prefixCache,
                        speculation));
    }

    void assertNothingOpen() {
        assertEquals(0, device.openSessions.get());
        assertEquals(0, model.openFiles.get());
    }

    static List<Integer> expected(int[] prompt, int count) {
        int[] tokens = Arrays.copyOf(prompt, prompt.length + count);
        List<Integer> answer = new ArrayList<>();
        for (int length = prompt.length; length < tokens.length; length++) {
            tokens[length] = ScriptedDevice.next(tokens, length);
            answer.add(tokens[length]);
        }
        return answer;
    }

    static GenerateRequest request(Prompt prompt, int maxTokens) {
        return GenerateRequest.builder("model", prompt)
                .maxTokens(maxTokens)
                .ignoreEos(true)
                .build();
    }

    static GenerationResult finish(Generation generation) throws Exception {
        return generation.result().get(60, TimeUnit.SECONDS);
    }

    static void awaitUninterruptibly(CountDownLatch latch) {
        boolean interrupted = false;
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
