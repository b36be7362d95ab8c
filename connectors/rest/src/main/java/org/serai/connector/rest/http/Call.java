package org.serai.connector.rest.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One request and the way to answer it. Belongs to the handler that it is given to, and is of no use after the handler
 * returned; only {@link #onDisconnect} speaks from another thread.
 */
public interface Call {
    /** Names the request in the log and in the answer's header {@code X-Request-Id}. */
    String id();

    Caller caller();

    /** The value of a place in the operation's path. */
    String pathParameter(String name);

    /** A parameter of the query; the first where there are several. */
    Optional<String> query(String name);

    Optional<String> header(String name);

    /**
     * The whole body.
     *
     * @throws HttpException where it is larger, or comes more slowly, than the server takes
     */
    byte[] body() throws IOException;

    /**
     * The body as JSON.
     *
     * @throws HttpException as {@link #body}, and where it is not JSON, says a key twice, or has something behind it
     */
    JsonNode json() throws IOException;

    /** When the answer must be complete: the deadline for all that is done for this call. */
    Instant deadline();

    /**
     * Asks to be told that the client went away before the answer was complete. Called at most once, within a few
     * milliseconds, from another thread; at once where it is gone already. Must not block.
     */
    void onDisconnect(Runnable action);

    /**
     * Refuses the call where its key has used up its tokens.
     *
     * @throws org.serai.error.OverloadException that says when there will be some again
     */
    void requireTokens();

    /** Counts tokens against the key's limit. */
    void useTokens(int tokens);

    /** Sets a header of the answer. */
    void setHeader(String name, String value);

    /** Answers at once. */
    void answer(int status, String contentType, byte[] content) throws IOException;

    /** Answers at once. */
    void answer(int status, JsonNode content) throws IOException;

    /**
     * Begins an answer that is made piece by piece. Each {@link OutputStream#flush} sends what was written; both block
     * where the client reads slowly, and throw where it is gone.
     */
    OutputStream begin(int status, String contentType) throws IOException;

    /** How long an answer that is made piece by piece may be silent; after that, something has to be sent. */
    Duration keepAlive();

    /** True once the answer's status and headers are sent, so that no other answer can be given. */
    boolean hasBegun();
}
