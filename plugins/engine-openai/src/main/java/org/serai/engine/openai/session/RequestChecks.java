package org.serai.engine.openai.session;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Stream;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Message;
import org.serai.engine.Prompt;
import org.serai.engine.Residency;
import org.serai.engine.SamplingParameters;
import org.serai.engine.SessionInfo;
import org.serai.engine.openai.error.RemoteErrors;
import org.serai.error.ContextExceededException;
import org.serai.error.SeraiException;

/** What can be said about a request without asking the server. */
final class RequestChecks {
    private static final int BYTES_PER_TOKEN = 3;
    private static final int TOKENS_PER_MESSAGE = 8;

    /** The largest seed that every server takes: 32 bits, of which llama.cpp gives the last value another meaning. */
    static final long LARGEST_SEED = 0xFFFF_FFFEL;

    private RequestChecks() {}

    /** Refuses what must not or cannot be sent. */
    static void require(GenerateRequest request, SessionInfo info, Instant now) {
        requireMayLeave(request, info);
        if (request.deadline() != null && !now.isBefore(request.deadline())) {
            throw new SeraiException(
                    RemoteErrors.DEADLINE_PASSED,
                    "The deadline " + request.deadline() + " had passed when the request came. Give it more time, or"
                            + " send it earlier.");
        }
        if (request.maxTokens() != null && request.maxTokens() < 1) {
            throw bad("The limit of tokens is " + request.maxTokens() + " and must be at least 1, or unset.");
        }
        if (request.topScores() < 0) {
            throw bad("Scores of " + request.topScores() + " tokens were asked for.");
        }
        if (request.stop().contains("")) {
            throw bad("A stop string is empty, so every answer would be. Leave it out.");
        }
        requireSampling(request.sampling());
        requirePrompt(request.prompt(), info);
    }

    private static void requireMayLeave(GenerateRequest request, SessionInfo info) {
        if (request.residency() != Residency.ANYWHERE) {
            throw new SeraiException(
                    RemoteErrors.LOCAL_ONLY,
                    "The request is " + request.residency().wireName() + " and must not go to server '" + info.engine()
                            + "'. Name an engine of this machine in the alias");
        }
    }

    private static void requireSampling(SamplingParameters sampling) {
        boolean wrong = Stream.of(
                        sampling.temperature(),
                        sampling.topP(),
                        sampling.minP(),
                        sampling.typicalP(),
                        sampling.topNSigma(),
                        sampling.repeatPenalty(),
                        sampling.presencePenalty(),
                        sampling.frequencyPenalty())
                .anyMatch(value -> value != null && !Double.isFinite(value));
        if (wrong) {
            throw bad("A sampling parameter is no finite number: " + sampling + ".");
        }
        Long seed = sampling.seed();
        if (seed != null && (seed < 0 || seed > LARGEST_SEED)) {
            throw bad("The seed " + seed + " is none that servers take: they have 0 to " + LARGEST_SEED + ".");
        }
    }

    private static void requirePrompt(Prompt prompt, SessionInfo info) {
        boolean empty =
                switch (prompt) {
                    case Prompt.Chat chat -> chat.messages().isEmpty();
                    case Prompt.Text text -> text.text().isEmpty();
                    case Prompt.Tokens tokens -> tokens.ids().length == 0;
                };
        if (empty) {
            throw bad("The prompt is empty, and a model needs something to continue.");
        }
        if (prompt instanceof Prompt.Tokens(int[] ids)) {
            if (Arrays.stream(ids).anyMatch(id -> id < 0)) {
                throw bad("A token id is negative, and no vocabulary has such ids.");
            }
            if (ids.length > info.context()) {
                throw new ContextExceededException(
                        RemoteErrors.PROMPT_TOO_LONG,
                        "The prompt has " + ids.length + " tokens, and the context of model '" + info.model()
                                + "' holds " + info.context()
                                + ". Split the input, or use a model with a larger context.",
                        ids.length,
                        info.context());
            }
        }
    }

    /**
     * How many tokens a prompt may be: a token for every three bytes of UTF-8 text and eight for the frame of a message,
     * which is more than tokenizers make of most texts.
     */
    static int estimateTokens(Prompt prompt) {
        long tokens =
                switch (prompt) {
                    case Prompt.Tokens exact -> exact.ids().length;
                    case Prompt.Text text -> tokens(text.text());
                    case Prompt.Chat chat ->
                        chat.messages().stream()
                                .map(Message::content)
                                .mapToLong(content -> TOKENS_PER_MESSAGE + tokens(content))
                                .sum();
                };
        return (int) Math.min(Integer.MAX_VALUE, tokens);
    }

    private static long tokens(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length / BYTES_PER_TOKEN + 1L;
    }

    private static SeraiException bad(String message) {
        return new SeraiException(RemoteErrors.BAD_PARAMETER, message);
    }
}
