package org.serai.camel.component;

import java.util.List;
import java.util.concurrent.CompletionException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.serai.engine.FinishReason;
import org.serai.engine.GenerateRequest;
import org.serai.engine.GenerationResult;
import org.serai.error.SeraiException;

/** Tells an exchange what became of its generation: headers of the answer, or a typed failure. */
final class Outcome {
    private static final List<String> RESPONSE_HEADERS = List.of(
            SeraiConstants.ALIAS,
            SeraiConstants.PARAMETERS,
            SeraiConstants.PROMPT_DIGEST,
            SeraiConstants.ALIAS_VERSION,
            SeraiConstants.REQUEUED,
            SeraiConstants.RESPONSE_MODEL,
            SeraiConstants.DIGEST,
            SeraiConstants.ENGINE,
            SeraiConstants.DEVICE,
            SeraiConstants.FINISH_REASON,
            SeraiConstants.PROMPT_TOKENS,
            SeraiConstants.COMPLETION_TOKENS,
            SeraiConstants.TOTAL_TOKENS,
            SeraiConstants.QUEUED_MILLIS,
            SeraiConstants.PREFILL_MILLIS,
            SeraiConstants.DECODE_MILLIS,
            SeraiConstants.TOKENS_PER_SECOND,
            SeraiConstants.REPLAYED,
            SeraiConstants.PARTIAL_TEXT,
            SeraiConstants.ERROR_CODE,
            SeraiConstants.ERROR_CATEGORY,
            SeraiConstants.ERROR_RETRYABLE);

    private static final double NANOS_PER_SECOND = 1e9;

    private Outcome() {}

    /** Removes what an earlier step, or somebody outside, said about an answer. */
    static void clear(Message message) {
        RESPONSE_HEADERS.forEach(message::removeHeader);
    }

    static void describe(Message message, GenerationResult result) {
        message.setHeader(SeraiConstants.RESPONSE_MODEL, result.session().model());
        message.setHeader(SeraiConstants.DIGEST, result.session().digest());
        message.setHeader(SeraiConstants.ENGINE, result.session().engine());
        message.setHeader(SeraiConstants.DEVICE, result.session().device());
        if (result.provenance().aliasVersion()
                > 0) { // else the one that was in effect when the request was sent stands
            message.setHeader(SeraiConstants.ALIAS_VERSION, result.provenance().aliasVersion());
        }
        if (!result.provenance().requeued().isEmpty()) {
            message.setHeader(SeraiConstants.REQUEUED, result.provenance().requeued());
        }
        message.setHeader(SeraiConstants.FINISH_REASON, result.finishReason().wireName());
        if (result.promptTokens() != GenerationResult.UNKNOWN
                && result.completionTokens() != GenerationResult.UNKNOWN) {
            message.setHeader(SeraiConstants.PROMPT_TOKENS, result.promptTokens());
            message.setHeader(SeraiConstants.COMPLETION_TOKENS, result.completionTokens());
            message.setHeader(SeraiConstants.TOTAL_TOKENS, result.promptTokens() + result.completionTokens());
        }
        message.setHeader(
                SeraiConstants.QUEUED_MILLIS, result.timings().queued().toMillis());
        message.setHeader(
                SeraiConstants.PREFILL_MILLIS, result.timings().prefill().toMillis());
        message.setHeader(
                SeraiConstants.DECODE_MILLIS, result.timings().decode().toMillis());
        message.setHeader(SeraiConstants.SEED, result.seed());
        message.setHeader(SeraiConstants.REPLAYED, result.replayed());
        long decodeNanos = result.timings().decode().toNanos();
        if (decodeNanos > 0 && result.completionTokens() != GenerationResult.UNKNOWN) {
            message.setHeader(
                    SeraiConstants.TOKENS_PER_SECOND, result.completionTokens() * NANOS_PER_SECOND / decodeNanos);
        }
    }

    /**
     * Passes only on what is a whole answer.
     *
     * @throws SeraiException where the generation ended before it was done
     */
    static void requireWhole(GenerateRequest request, GenerationResult result, OnLength onLength) {
        FinishReason reason = result.finishReason();
        String numbers = result.completionTokens() + " tokens after a prompt of " + result.promptTokens();
        if (reason == FinishReason.LENGTH && onLength == OnLength.fail) {
            throw new SeraiException(
                    SeraiComponentErrors.TRUNCATED,
                    "The answer of alias " + request.model() + " was cut off at " + numbers
                            + ": raise maxTokens or the alias's context, shorten the input, or set onLength=accept.");
        }
        if (reason == FinishReason.LOOP) {
            throw new SeraiException(
                    SeraiComponentErrors.LOOP,
                    "The answer of alias " + request.model() + " only repeated itself and was stopped at " + numbers
                            + ": change the prompt, raise repeatPenalty or temperature, take another model, or raise the"
                            + " alias's loopLimit where such answers are meant.");
        }
        if (reason == FinishReason.CANCELLED) {
            throw new SeraiException(
                    SeraiComponentErrors.CANCELLED,
                    "The generation of alias " + request.model() + " was cancelled at " + numbers
                            + ", because its route or the alias was stopped. Send the input again.");
        }
        if (reason == FinishReason.ERROR) {
            throw new SeraiException(
                    SeraiComponentErrors.DEADLINE,
                    "The answer of alias " + request.model() + " was not complete at its deadline " + request.deadline()
                            + ", at " + numbers + ": raise timeout, lower maxTokens, or give the alias more slots.");
        }
    }

    /** The failure as the exchange shows it: always typed. */
    static SeraiException typed(String alias, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof SeraiException typed) {
            return typed;
        }
        return new SeraiException(
                SeraiComponentErrors.ENGINE_FAILED, "The engine of alias " + alias + " failed: " + cause, cause);
    }

    /** Fails the exchange; its body stays the input, so that it can be sent again. */
    static void fail(Exchange exchange, SeraiException failure) {
        describe(exchange.getMessage(), failure);
        exchange.setException(failure);
    }

    static void describe(Message message, SeraiException failure) {
        message.setHeader(SeraiConstants.ERROR_CODE, failure.code().toString());
        message.setHeader(
                SeraiConstants.ERROR_CATEGORY, failure.code().category().name());
        message.setHeader(
                SeraiConstants.ERROR_RETRYABLE, failure.code().category().retryable());
    }
}
