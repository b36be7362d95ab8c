package org.serai.connector.rest.openai;

import java.util.concurrent.CompletionException;
import org.serai.connector.rest.http.HttpException;
import org.serai.engine.GenerationResult;
import org.serai.error.SeraiException;

/** Failures of generations as clients of the OpenAI API know them. */
final class Failures {
    private Failures() {}

    /** Says which argument is wrong, where it is the model or what was asked of it. */
    static SeraiException forClient(SeraiException failure, Inquiry inquiry) {
        return switch (failure.code().category()) {
            case NOT_FOUND -> new HttpException(404, failure.code(), plain(failure), "model");
            case UNSUPPORTED -> new HttpException(400, failure.code(), plain(failure), inquiry.demanding());
            default -> failure;
        };
    }

    /** The message without the code, which every exception puts before its own. */
    private static String plain(SeraiException failure) {
        String message = String.valueOf(failure.getMessage());
        String prefix = failure.code() + ": ";
        return message.startsWith(prefix) ? message.substring(prefix.length()) : message;
    }

    /** What made a generation fail. */
    static RuntimeException of(Throwable problem, Inquiry inquiry) {
        Throwable cause =
                problem instanceof CompletionException && problem.getCause() != null ? problem.getCause() : problem;
        return switch (cause) {
            case SeraiException known -> forClient(known, inquiry);
            case RuntimeException other -> other;
            default -> new IllegalStateException(cause);
        };
    }

    /**
     * The result, if its generation ended by itself.
     *
     * @throws SeraiException where it was stopped before
     */
    static GenerationResult requireComplete(GenerationResult result) {
        return switch (result.finishReason()) {
            case STOP, LENGTH, LOOP -> result;
            case CANCELLED ->
                throw new SeraiException(
                        OpenAiErrors.STOPPED,
                        "The server stopped the generation after " + result.completionTokens()
                                + " tokens. Send the request again.");
            case ERROR ->
                throw new SeraiException(
                        OpenAiErrors.OUT_OF_TIME,
                        "The time for the request was over after " + result.completionTokens()
                                + " tokens. Ask for fewer tokens, or have requestTimeout raised in"
                                + " etc/org.serai.rest.cfg.");
        };
    }

    /** Nobody will read it; the log may. */
    static HttpException clientGone() {
        return new HttpException(499, OpenAiErrors.CLIENT_GONE, "The client went away before its answer was complete.");
    }
}
