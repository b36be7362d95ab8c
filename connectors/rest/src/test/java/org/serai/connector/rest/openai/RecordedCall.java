package org.serai.connector.rest.openai;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.serai.connector.rest.http.Call;
import org.serai.connector.rest.http.Caller;
import org.serai.connector.rest.http.Json;
import org.serai.connector.rest.http.Role;

/** A call without a network, which remembers its answer. */
final class RecordedCall implements Call {
    private final String body;
    private final Map<String, String> requestHeaders;
    final Map<String, String> headers = new HashMap<>();
    final ByteArrayOutputStream content = new ByteArrayOutputStream();
    final CompletableFuture<Runnable> disconnect = new CompletableFuture<>();
    int status;
    int tokensUsed;

    RecordedCall(String body) {
        this(body, Map.of());
    }

    RecordedCall(String body, Map<String, String> requestHeaders) {
        this.body = body;
        this.requestHeaders = requestHeaders;
    }

    JsonNode answer() {
        return Json.parse(content.toByteArray());
    }

    String text() {
        return content.toString(StandardCharsets.UTF_8);
    }

    @Override
    public String id() {
        return "1";
    }

    @Override
    public Caller caller() {
        return new Caller("ann", Role.USE);
    }

    @Override
    public String pathParameter(String name) {
        return requestHeaders.getOrDefault("path:" + name, "");
    }

    @Override
    public Optional<String> query(String name) {
        return Optional.empty();
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(requestHeaders.get(name));
    }

    @Override
    public byte[] body() {
        return body.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public JsonNode json() {
        return Json.parse(body());
    }

    @Override
    public Instant deadline() {
        return Instant.parse("2100-01-01T00:00:00Z");
    }

    @Override
    public void onDisconnect(Runnable action) {
        disconnect.complete(action);
    }

    @Override
    public void requireTokens() {
        // this caller has no limit
    }

    @Override
    public void useTokens(int tokens) {
        tokensUsed += tokens;
    }

    @Override
    public void setHeader(String name, String value) {
        headers.put(name, value);
    }

    @Override
    public void answer(int code, String contentType, byte[] answer) {
        begin(code, contentType);
        content.writeBytes(answer);
    }

    @Override
    public void answer(int code, JsonNode answer) {
        answer(code, "application/json", answer.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public OutputStream begin(int code, String contentType) {
        status = code;
        headers.put("Content-Type", contentType);
        return content;
    }

    @Override
    public Duration keepAlive() {
        return Duration.ofSeconds(10);
    }

    @Override
    public boolean hasBegun() {
        return status != 0;
    }
}
