package org.serai.connector.rest.openai;

import org.serai.engine.FinishReason;
import org.serai.engine.GenerationResult;
import org.serai.engine.SessionInfo;

/**
 * What made an answer: the object {@code serai} that each choice of an answer has. Clients of OpenAI skip it.
 *
 * @param model name of the model behind the alias
 * @param digest {@code sha256:…} of its file
 * @param engine what ran it
 * @param device on what
 * @param seed makes the answer repeatable
 * @param replayed true where the answer of an earlier request with the same {@code Idempotency-Key} was given again
 * @param alias the alias whose model it was, which a canary makes another one than was asked for
 * @param aliasVersion the version of that alias that was in effect
 * @param loop true where the answer only repeated itself and was stopped
 * @param requeued why the work was begun again; empty where it was not
 * @param timings where the time went, in milliseconds
 */
record Origin(
        String model,
        String digest,
        String engine,
        String device,
        long seed,
        boolean replayed,
        String alias,
        int aliasVersion,
        boolean loop,
        String requeued,
        Milliseconds timings) {
    /**
     * Durations in milliseconds.
     *
     * @param queued waiting for a slot
     * @param prefill work on the prompt
     * @param decode from the first token to the last
     */
    record Milliseconds(long queued, long prefill, long decode) {}

    static Origin of(GenerationResult result) {
        SessionInfo session = result.session();
        return new Origin(
                session.model(),
                session.digest(),
                session.engine(),
                session.device(),
                result.seed(),
                result.replayed(),
                result.provenance().alias(),
                result.provenance().aliasVersion(),
                result.finishReason() == FinishReason.LOOP,
                result.provenance().requeued(),
                new Milliseconds(
                        result.timings().queued().toMillis(),
                        result.timings().prefill().toMillis(),
                        result.timings().decode().toMillis()));
    }

    /** The {@code system_fingerprint} of a result: changes when model, engine or device do. */
    static String fingerprint(GenerationResult result) {
        SessionInfo session = result.session();
        String digest = session.digest().replaceFirst("^sha256:", "");
        return "fp_" + session.engine() + "_" + session.device() + "_"
                + digest.substring(0, Math.min(12, digest.length()));
    }
}
