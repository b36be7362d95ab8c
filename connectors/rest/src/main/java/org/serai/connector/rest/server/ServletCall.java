package org.serai.connector.rest.server;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.IdleTimeout;
import org.jspecify.annotations.Nullable;
import org.serai.connector.rest.RestErrors;
import org.serai.connector.rest.http.Call;
import org.serai.connector.rest.http.Caller;
import org.serai.connector.rest.http.HttpException;
import org.serai.connector.rest.http.Json;

/** A call over a servlet's request and response. */
final class ServletCall implements Call, AutoCloseable {
    private static final int PIECE = 8_192;

    /** Proxies and load balancers end connections that are silent for longer; 30 s is a usual limit. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(10);

    private final String id;
    private final Caller caller;
    private final Policy policy;
    private final Map<String, String> pathParameters;
    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final Disconnects disconnects;
    private final Instant deadline;
    private byte @Nullable [] body;
    private Disconnects.@Nullable Watch watch;

    ServletCall(
            String id,
            Caller caller,
            Policy policy,
            Map<String, String> pathParameters,
            HttpServletRequest request,
            HttpServletResponse response,
            Disconnects disconnects) {
        this.id = id;
        this.caller = caller;
        this.policy = policy;
        this.pathParameters = pathParameters;
        this.request = request;
        this.response = response;
        this.disconnects = disconnects;
        this.deadline = Instant.now().plus(policy.settings().limits().requestTimeout());
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Caller caller() {
        return caller;
    }

    @Override
    public String pathParameter(String name) {
        String value = pathParameters.get(name);
        if (value == null) {
            throw new IllegalArgumentException("The operation's path has no place " + name);
        }
        return value;
    }

    @Override
    public Optional<String> query(String name) {
        return Optional.ofNullable(QueryString.first(request.getQueryString(), name));
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(request.getHeader(name));
    }

    @Override
    public byte[] body() throws IOException {
        byte[] known = body;
        if (known == null) {
            known = read();
            body = known;
        }
        return known;
    }

    private byte[] read() throws IOException {
        int limit = policy.settings().limits().maxRequestBytes();
        if (request.getContentLengthLong() > limit) {
            throw tooLarge(limit);
        }
        long end = System.nanoTime() + policy.settings().limits().bodyTimeout().toNanos();
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        byte[] piece = new byte[PIECE];
        InputStream input = request.getInputStream();
        for (int count = input.read(piece); count >= 0; count = input.read(piece)) {
            content.write(piece, 0, count);
            if (content.size() > limit) {
                throw tooLarge(limit);
            }
            if (System.nanoTime() - end > 0) {
                throw new HttpException(
                        408,
                        RestErrors.BODY_TOO_SLOW,
                        "The body took longer than "
                                + policy.settings().limits().bodyTimeout().toSeconds()
                                + " s. Send it faster, or raise bodyTimeout in etc/org.serai.rest.cfg.");
            }
        }
        setIdleTimeout(Duration.ZERO); // from now on the client waits for us
        return content.toByteArray();
    }

    /**
     * Jetty ends a write that is under way when the connection has been silent for its time limit, although the silence was
     * before the write. So the limit does not count while an answer is made, and begins anew where it is sent.
     */
    private void setIdleTimeout(Duration limit) {
        EndPoint endPoint = Disconnects.endPoint(request);
        if (endPoint instanceof IdleTimeout idle) {
            idle.notIdle();
            endPoint.setIdleTimeout(limit.toMillis());
        }
    }

    private static HttpException tooLarge(int limit) {
        return new HttpException(
                413,
                RestErrors.BODY_TOO_LARGE,
                "The body is larger than " + limit
                        + " bytes. Send less, or raise maxRequestBytes in etc/org.serai.rest.cfg.");
    }

    @Override
    public JsonNode json() throws IOException {
        return Json.parse(body());
    }

    @Override
    public Instant deadline() {
        return deadline;
    }

    @Override
    public void onDisconnect(Runnable action) {
        if (watch != null) {
            throw new IllegalStateException("A call tells of its client's going once");
        }
        try {
            body(); // what comes after it can only be the end of the stream, or another request
        } catch (IOException e) {
            action.run();
            return;
        }
        EndPoint endPoint = Disconnects.endPoint(request);
        if (endPoint != null) {
            watch = disconnects.watch(endPoint, action);
        }
    }

    @Override
    public void requireTokens() {
        policy.rates().requireTokens(caller);
    }

    @Override
    public void useTokens(int tokens) {
        policy.rates().useTokens(caller, tokens);
    }

    @Override
    public void setHeader(String name, String value) {
        response.setHeader(name, value);
    }

    @Override
    public void answer(int status, String contentType, byte[] content) throws IOException {
        close(); // a client that has its answer may send its next request at once, which is not ours to read
        response.setStatus(status);
        if (!contentType.isEmpty()) {
            response.setContentType(contentType);
        }
        response.setContentLength(content.length);
        response.getOutputStream().write(content);
    }

    @Override
    public void answer(int status, JsonNode content) throws IOException {
        answer(status, "application/json", Json.MAPPER.writeValueAsBytes(content));
    }

    @Override
    public OutputStream begin(int status, String contentType) throws IOException {
        setIdleTimeout(policy.settings().limits().idleTimeout());
        response.setStatus(status);
        response.setContentType(contentType);
        return response.getOutputStream();
    }

    @Override
    public Duration keepAlive() {
        Duration half = policy.settings().limits().idleTimeout().dividedBy(2);
        return half.compareTo(LONGEST_SILENCE) < 0 ? half : LONGEST_SILENCE;
    }

    @Override
    public boolean hasBegun() {
        return response.isCommitted();
    }

    /** Ends the watching of the client; the connection serves its next request after this. */
    @Override
    public void close() {
        setIdleTimeout(policy.settings().limits().idleTimeout());
        Disconnects.Watch watching = watch;
        watch = null;
        if (watching != null) {
            watching.close();
            if (watching.lostInput()) {
                endAfterAnswer();
            }
        }
    }

    /** A client that sent its next request too early sends it again over a new connection (RFC 9112, 9.3.2). */
    private void endAfterAnswer() {
        if (!response.isCommitted()) {
            response.setHeader("Connection", "close");
        } else {
            abort();
        }
    }

    /** Breaks the connection, so that a client never takes half an answer for a whole one. */
    void abort() {
        EndPoint endPoint = Disconnects.endPoint(request);
        if (endPoint != null) {
            endPoint.close();
        }
    }
}
