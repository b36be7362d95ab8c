package org.serai.tck.engine;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Generation;
import org.serai.engine.GenerationListener;
import org.serai.engine.GenerationResult;
import org.serai.engine.ModelSession;
import org.serai.engine.Prompt;
import org.serai.engine.SamplingParameters;
import org.serai.engine.SessionOptions;
import org.serai.error.SeraiException;

/** How the contracts make requests and wait for what comes of them. */
public final class Asking {
    /** The context that sessions are opened with. */
    public static final int CONTEXT = 64;

    /** The slots that sessions are opened with. */
    public static final int SLOTS = 2;

    /** Long enough for a busy machine; a test that waits for it has failed. */
    static final long PATIENCE_SECONDS = 120;

    private final EngineUnderTest subject;

    Asking(EngineUnderTest subject) {
        this.subject = subject;
    }

    /** What an answer says: its text, and its tokens where they are known. */
    record Said(String text, List<Integer> ids) {
        static Said in(GenerationResult result) {
            return new Said(result.text(), result.ids());
        }
    }

    static SessionOptions options() {
        return new SessionOptions(OptionalInt.of(CONTEXT), SLOTS, List.of(), OptionalInt.empty(), false);
    }

    static SamplingParameters sampling(double temperature, @Nullable Long seed) {
        return new SamplingParameters(temperature, null, null, null, null, null, null, null, null, null, null, seed);
    }

    /** Asks for exactly so many tokens. */
    GenerateRequest request(Prompt prompt, int maxTokens) {
        return GenerateRequest.builder(subject.model().name(), prompt)
                .maxTokens(maxTokens)
                .ignoreEos(true)
                .build();
    }

    /** Asks for all that the context holds. */
    GenerateRequest endless() {
        return request(subject.prompt(), 1).toBuilder().maxTokens(null).build();
    }

    GenerationResult generate(GenerateRequest request) throws Exception {
        return generate(subject.session(), request);
    }

    GenerationResult generate(ModelSession session, GenerateRequest request) throws Exception {
        return finish(session.generate(request, GenerationListener.NONE));
    }

    Said said(ModelSession session, Prompt prompt, int tokens) throws Exception {
        return Said.in(generate(session, request(prompt, tokens)));
    }

    /** An engine that has the model refuses at once; one in front of a server may have to wait for its word. */
    SeraiException refusal(GenerateRequest request) {
        ModelSession session = subject.session();
        if (!subject.isRemote()) {
            return assertThrows(SeraiException.class, () -> session.generate(request, GenerationListener.NONE));
        }
        return assertThrows(SeraiException.class, () -> ended(session, request));
    }

    /** The result of a request, or what it was refused with, whenever that is told. */
    GenerationResult ended(ModelSession session, GenerateRequest request) throws Exception {
        try {
            return generate(session, request);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof SeraiException known ? known : e;
        }
    }

    static GenerationResult finish(Generation generation)
            throws InterruptedException, ExecutionException, TimeoutException {
        return generation.result().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    static void awaitUntil(Instant moment) {
        while (Instant.now().isBefore(moment)) {
            Thread.onSpinWait();
        }
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
