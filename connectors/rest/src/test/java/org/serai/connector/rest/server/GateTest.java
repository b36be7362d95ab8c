package org.serai.connector.rest.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.serai.connector.rest.RestErrors;
import org.serai.connector.rest.http.Json;
import org.serai.connector.rest.http.Operation;
import org.serai.connector.rest.http.Role;
import org.serai.error.ErrorCategory;
import org.serai.error.ErrorCode;
import org.serai.error.OverloadException;
import org.serai.error.SeraiException;

/** What every request passes. */
class GateTest {
    private static final ErrorCode OVERLOAD = new ErrorCode(9901, ErrorCategory.OVERLOAD);

    @TempDir
    Path home;

    private static final Operation HELLO = Operation.get(
            "/hello/{name}",
            Role.USE,
            call -> call.answer(200, "text/plain", call.pathParameter("name").getBytes(StandardCharsets.UTF_8)));
    private static final Operation ECHO =
            Operation.post("/echo", Role.USE, call -> call.answer(200, "text/plain", call.body()));
    private static final Operation JSON = Operation.post("/v1/json", Role.USE, call -> call.answer(200, call.json()));
    private static final Operation OPERATE =
            Operation.post("/operate", Role.OPERATE, call -> call.answer(204, "", new byte[0]));
    private static final Operation OPEN = Operation.get(
            "/open", null, call -> call.answer(200, "text/plain", "open".getBytes(StandardCharsets.UTF_8)));

    private RunningServer server(Map<String, String> configuration, Operation... more) throws Exception {
        Operation[] all = new Operation[more.length + 5];
        System.arraycopy(new Operation[] {HELLO, ECHO, JSON, OPERATE, OPEN}, 0, all, 0, 5);
        System.arraycopy(more, 0, all, 5, more.length);
        return RunningServer.of(home, configuration, all);
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        return Json.MAPPER.readTree(response.body());
    }

    @Test
    void answersWithTheHeadersOfACarefulServer() throws Exception {
        try (RunningServer server = server(Map.of())) {
            HttpResponse<String> response = server.get("/hello/you");
            assertEquals(200, response.statusCode());
            assertEquals("you", response.body());
            assertEquals(
                    "nosniff",
                    response.headers().firstValue("X-Content-Type-Options").orElseThrow());
            assertTrue(response.headers().firstValue("X-Request-Id").isPresent());
            assertTrue(response.headers().firstValue("Server").isEmpty());
        }
    }

    @Test
    void decodesEachSegmentByItself() throws Exception {
        try (RunningServer server = server(Map.of())) {
            assertEquals("a/b c+d", server.get("/hello/a%2Fb%20c+d").body());
        }
    }

    @Test
    void tellsWhatIsNotThereInTheShapeOfItsPlace() throws Exception {
        try (RunningServer server = server(Map.of())) {
            HttpResponse<String> problem = server.get("/api/v1/nothing");
            assertEquals(404, problem.statusCode());
            assertEquals(
                    "application/problem+json",
                    problem.headers().firstValue("Content-Type").orElseThrow());
            assertEquals(
                    RestErrors.NOTHING_THERE.toString(),
                    json(problem).get("code").asText());

            HttpResponse<String> openAi = server.get("/v1/nothing");
            assertEquals(404, openAi.statusCode());
            assertEquals("not_found_error", json(openAi).at("/error/type").asText());
            assertTrue(json(openAi).at("/error/code").isTextual());
        }
    }

    @Test
    void namesTheMethodsOfAPath() throws Exception {
        try (RunningServer server = server(Map.of())) {
            HttpResponse<String> response = server.post("/hello/you", "");
            assertEquals(405, response.statusCode());
            assertEquals("GET, OPTIONS", response.headers().firstValue("Allow").orElseThrow());
            assertEquals(200, server.send(server.request("/hello/you").HEAD()).statusCode());
        }
    }

    @ParameterizedTest
    @CsvSource({"evil.example,421", "127.0.0.1.evil.example,421", "localhost,200", "LOCALHOST:80,200", "[::1]:7372,200"
    })
    void refusesNamesThatPointHere(String host, int status) throws Exception {
        try (RunningServer server = server(Map.of());
                Socket socket = server.connect()) {
            socket.getOutputStream()
                    .write(("GET /open HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertTrue(read(socket).startsWith("HTTP/1.1 " + status), host);
        }
    }

    @Test
    void takesNamesThatAreListed() throws Exception {
        try (RunningServer server = server(Map.of("allowedHosts", "Inn.example"));
                Socket socket = server.connect()) {
            socket.getOutputStream()
                    .write("GET /open HTTP/1.1\r\nHost: inn.example:7372\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            assertTrue(read(socket).startsWith("HTTP/1.1 200"));
        }
    }

    private static String read(Socket socket) throws IOException {
        try (InputStream input = socket.getInputStream()) {
            return new String(input.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void letsOnlyListedPagesCall() throws Exception {
        try (RunningServer server = server(Map.of("allowedOrigins", "https://portal.example"))) {
            HttpResponse<String> foreign =
                    server.send(server.request("/open").header("Origin", "https://evil.example"));
            assertEquals(403, foreign.statusCode());
            assertTrue(
                    foreign.headers().firstValue("Access-Control-Allow-Origin").isEmpty());

            HttpResponse<String> known =
                    server.send(server.request("/open").header("Origin", "https://portal.example"));
            assertEquals(200, known.statusCode());
            assertEquals(
                    "https://portal.example",
                    known.headers().firstValue("Access-Control-Allow-Origin").orElseThrow());

            HttpResponse<String> asked = server.send(server.request("/echo")
                    .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                    .header("Origin", "https://portal.example")
                    .header("Access-Control-Request-Method", "POST"));
            assertEquals(204, asked.statusCode());
            assertEquals(
                    "OPTIONS, POST",
                    asked.headers().firstValue("Access-Control-Allow-Methods").orElseThrow());
        }
    }

    @Test
    void asksForAKeyWhereOneIsNeeded() throws Exception {
        try (RunningServer server = server(Map.of("requireKey", "true"))) {
            assertEquals(200, server.get("/open").statusCode());
            HttpResponse<String> refused = server.get("/hello/you");
            assertEquals(401, refused.statusCode());
            assertEquals(
                    "Bearer realm=\"serai\"",
                    refused.headers().firstValue("WWW-Authenticate").orElseThrow());
            assertEquals(
                    401,
                    server.send(server.request("/hello/you").header("Authorization", "Bearer guessed"))
                            .statusCode());

            String key = server.keys().create("web", Role.USE);
            assertEquals(
                    200,
                    server.send(server.request("/hello/you").header("Authorization", "Bearer " + key))
                            .statusCode());
            assertEquals(
                    200,
                    server.send(server.request("/hello/you").header("X-API-Key", key))
                            .statusCode());
            assertEquals(
                    403,
                    server.send(server.request("/operate")
                                    .POST(HttpRequest.BodyPublishers.noBody())
                                    .header("X-API-Key", key))
                            .statusCode());

            server.keys().revoke("web");
            assertEquals(
                    401,
                    server.send(server.request("/hello/you").header("X-API-Key", key))
                            .statusCode());
        }
    }

    @Test
    void letsLocalCallersWithoutAKeyUseButNotOperate() throws Exception {
        try (RunningServer server = server(Map.of())) {
            assertEquals(200, server.get("/hello/you").statusCode());
            assertEquals(401, server.post("/operate", "").statusCode());
            String key = server.keys().create("ops", Role.ADMIN);
            assertEquals(
                    204,
                    server.send(server.request("/operate")
                                    .POST(HttpRequest.BodyPublishers.noBody())
                                    .header("X-API-Key", key))
                            .statusCode());
        }
    }

    @Test
    void holdsTheRateOfEachKeyForItself() throws Exception {
        try (RunningServer server = server(Map.of("requestsPerMinute", "2"))) {
            assertEquals(
                    "1",
                    server.get("/hello/you")
                            .headers()
                            .firstValue("x-ratelimit-remaining-requests")
                            .orElseThrow());
            assertEquals(200, server.get("/hello/you").statusCode());
            HttpResponse<String> refused = server.get("/hello/you");
            assertEquals(429, refused.statusCode());
            long wait = refused.headers().firstValueAsLong("Retry-After").orElseThrow();
            assertTrue(wait >= 1 && wait <= 30, "Retry-After: " + wait);
            String key = server.keys().create("other", Role.USE);
            assertEquals(
                    200,
                    server.send(server.request("/hello/you").header("X-API-Key", key))
                            .statusCode());
        }
    }

    @Test
    void saysHowLongToWaitWhereEveryPlaceIsTaken() throws Exception {
        Operation full = Operation.get("/full", Role.USE, call -> {
            throw new OverloadException(OVERLOAD, "full", Duration.ofMillis(6_200));
        });
        try (RunningServer server = server(Map.of(), full)) {
            HttpResponse<String> response = server.get("/full");
            assertEquals(429, response.statusCode());
            assertEquals("7", response.headers().firstValue("Retry-After").orElseThrow());
            assertTrue(json(response).get("retryable").asBoolean());
        }
    }

    @Test
    void keepsDefectsToTheLog() throws Exception {
        Operation broken = Operation.get("/broken", Role.USE, call -> {
            throw new IllegalStateException("secret of the house");
        });
        try (RunningServer server = server(Map.of(), broken)) {
            HttpResponse<String> response = server.get("/broken");
            assertEquals(500, response.statusCode());
            assertFalse(response.body().contains("secret"), response.body());
            assertEquals(
                    RestErrors.UNEXPECTED.toString(), json(response).get("code").asText());
        }
    }

    @Test
    void neverEndsAnAnswerCleanlyThatFailedInTheMiddle() throws Exception {
        Operation torn = Operation.get("/torn", Role.USE, call -> {
            var output = call.begin(200, "text/plain");
            output.write("half".getBytes(StandardCharsets.UTF_8));
            output.flush();
            throw new SeraiException(OVERLOAD, "torn");
        });
        try (RunningServer server = server(Map.of(), torn);
                Socket socket = server.connect()) {
            socket.getOutputStream()
                    .write("GET /torn HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            String answer = read(socket);
            assertTrue(answer.contains("half"), answer);
            assertFalse(answer.endsWith("0\r\n\r\n"), "the last chunk says that all is there");
        }
    }

    @Test
    void refusesBodiesThatAreTooLarge() throws Exception {
        try (RunningServer server = server(Map.of("maxRequestBytes", "1000"))) {
            assertEquals(200, server.post("/echo", "x".repeat(1_000)).statusCode());
            assertEquals(413, server.post("/echo", "x".repeat(1_001)).statusCode());
            HttpResponse<String> chunked = server.send(server.request("/echo")
                    .POST(HttpRequest.BodyPublishers.ofInputStream(
                            () -> new java.io.ByteArrayInputStream(new byte[5_000]))));
            assertEquals(413, chunked.statusCode());
        }
    }

    /** A client that does not know that its connection ends sends its next request over it, in vain. */
    @Test
    void saysThatTheConnectionEndsWhereABodyWasNotRead() throws Exception {
        try (RunningServer server = server(Map.of("maxRequestBytes", "1000"))) {
            for (int i = 0; i < 100; i++) {
                HttpResponse<String> refused = server.post("/echo", "x".repeat(1_001));
                assertEquals(413, refused.statusCode());
                assertEquals("close", refused.headers().firstValue("Connection").orElse(""));
                assertEquals(404, server.post("/nowhere", "x".repeat(1_000)).statusCode());
            }
            HttpResponse<String> answered = server.post("/echo", "x");
            assertEquals(Optional.empty(), answered.headers().firstValue("Connection"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{\"a\":1}|200", "{\"a\":1,\"a\":2}|400", "{\"a\":1} x|400", "{\"a\":|400", "''|400"})
    void takesJsonThatCanBeReadInOneWay(String body, int status) throws Exception {
        try (RunningServer server = server(Map.of())) {
            assertEquals(status, server.post("/v1/json", body).statusCode(), body);
        }
    }
}
