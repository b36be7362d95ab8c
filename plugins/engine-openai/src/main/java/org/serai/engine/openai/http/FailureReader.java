package org.serai.engine.openai.http;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.serai.engine.openai.config.ServerSettings;
import org.serai.engine.openai.error.RemoteErrors;
import org.serai.engine.openai.http.ServerFailure.Fault;
import org.serai.engine.openai.wire.ErrorBody;
import org.serai.error.ContextExceededException;
import org.serai.error.ErrorCode;
import org.serai.error.OverloadException;
import org.serai.error.SeraiException;

/** Says what the failures of a server mean: whose turn it is to act, and whether to try again. Immutable. */
public final class FailureReader {
    private static final Duration UNTOLD_WAIT = Duration.ofSeconds(1);

    private final ServerSettings server;

    FailureReader(ServerSettings server) {
        this.server = server;
    }

    /**
     * A response that is no success.
     *
     * @param location where it wants to send the request
     * @param retryAfter when it wants to be asked again
     */
    ServerFailure ofStatus(int status, ErrorBody error, Optional<String> location, Optional<Duration> retryAfter) {
        if (status / 100 == 3) {
            return request(
                    RemoteErrors.REDIRECTED,
                    " wants to send the request to " + location.orElse("nowhere")
                            + ", and nothing but its configured address is ever asked. Set url to where it is");
        }
        if (error.isContextOverflow() && status < 500) {
            return new ServerFailure(Fault.REQUEST, tooLong(error));
        }
        String said =
                " said (" + status + error.named().map(name -> ", " + name).orElse("") + "): "
                        + server.key().hideIn(error.message());
        return switch (status) {
            case 401, 403 -> request(RemoteErrors.KEY_REFUSED, said + ". Give it a key that it knows in apiKey");
            case 404 ->
                request(
                        RemoteErrors.NO_SUCH_MODEL,
                        said + ". Correct url, or say in models what the server calls the model");
            case 408 -> new ServerFailure(Fault.SLOWNESS, problem(RemoteErrors.TIMED_OUT, said));
            case 429 ->
                new ServerFailure(
                        Fault.LOAD,
                        new OverloadException(
                                RemoteErrors.OVERLOADED, sentence(said), positive(retryAfter.orElse(UNTOLD_WAIT))),
                        retryAfter);
            case 501 -> request(RemoteErrors.UNSUPPORTED, said + ". Use another engine for this");
            default ->
                status >= 500
                        ? new ServerFailure(Fault.SERVER, problem(RemoteErrors.UNAVAILABLE, said), retryAfter)
                        : request(RemoteErrors.REFUSED, said);
        };
    }

    /** A failure that the server told in the middle of an answer. */
    public ServerFailure ofEvent(ErrorBody error) {
        if (error.status().isPresent()) {
            return ofStatus(error.status().getAsInt(), error, Optional.empty(), Optional.empty());
        }
        if (error.isContextOverflow()) {
            return new ServerFailure(Fault.REQUEST, tooLong(error));
        }
        return new ServerFailure(
                Fault.SERVER,
                problem(
                        RemoteErrors.HALF_ANSWER,
                        " failed within an answer"
                                + error.named().map(name -> " (" + name + ")").orElse("") + ": "
                                + server.key().hideIn(error.message())));
    }

    private SeraiException tooLong(ErrorBody error) {
        OptionalInt prompt = error.promptTokens();
        OptionalInt context = error.contextTokens();
        return new ContextExceededException(
                RemoteErrors.PROMPT_TOO_LONG,
                sentence(" has no room for the prompt: " + server.key().hideIn(error.message())
                        + ". Split the input, or use a model with a larger context"),
                prompt.orElse(-1),
                context.orElse(-1));
    }

    /** Something that is no answer. */
    public ServerFailure badAnswer(String what) {
        return new ServerFailure(
                Fault.SERVER,
                problem(
                        RemoteErrors.BAD_ANSWER,
                        " answered with " + server.key().hideIn(what)
                                + ". Look whether url is that of a server that speaks the OpenAI protocol"));
    }

    /** An answer that ended too early. */
    public ServerFailure half(String what) {
        return new ServerFailure(Fault.CONNECTION, problem(RemoteErrors.HALF_ANSWER, " ended an answer " + what));
    }

    /** An answer that a filter cut off. */
    public ServerFailure filtered() {
        return request(RemoteErrors.FILTERED, " cut the answer off by a filter for contents");
    }

    /**
     * An answer that takes too long.
     *
     * @param what what the server has not done in time
     */
    public ServerFailure slow(String what, Duration limit) {
        return new ServerFailure(
                Fault.SLOWNESS, problem(RemoteErrors.TIMED_OUT, " has not " + what + " within " + text(limit)));
    }

    private ServerFailure request(ErrorCode code, String what) {
        return new ServerFailure(Fault.REQUEST, problem(code, what));
    }

    private SeraiException problem(ErrorCode code, String what) {
        return new SeraiException(code, sentence(what));
    }

    private String sentence(String what) {
        return "Server '" + server.name() + "' at " + server.place() + what;
    }

    private static Duration positive(Duration wait) {
        return wait.isPositive() ? wait : Duration.ofMillis(1);
    }

    /** A time for people, such as {@code 2.5 s}. */
    public static String text(Duration duration) {
        long millis = duration.toMillis();
        return millis % 1000 == 0 ? millis / 1000 + " s" : millis / 1000.0 + " s";
    }
}
