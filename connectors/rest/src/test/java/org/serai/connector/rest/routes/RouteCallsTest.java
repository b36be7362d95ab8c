package org.serai.connector.rest.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.serai.connector.rest.RestErrors;
import org.serai.connector.rest.http.Json;
import org.serai.connector.rest.http.Operation;
import org.serai.connector.rest.http.Role;
import org.serai.connector.rest.server.RunningServer;
import org.serai.delivery.Delivered;
import org.serai.delivery.ExchangeProperties;
import org.serai.error.ErrorCategory;
import org.serai.error.ErrorCode;
import org.serai.error.SeraiException;

/** Routes as services, over a real server. */
@Timeout(600)
class RouteCallsTest {
    private static final ErrorCode CANCELLED = new ErrorCode(9902, ErrorCategory.CANCELLED);

    private static final String TRACE_PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private final CallableRoutes routes = new CallableRoutes();
    private final RouteCalls calls = new RouteCalls(routes);
    private final DefaultCamelContext camel = new DefaultCamelContext();

    @TempDir
    Path home;

    @BeforeEach
    void startCamel() {
        SeraiRestComponent component = new SeraiRestComponent();
        component.bindRoutes(routes);
        camel.addComponent("serai-rest", component);
        camel.start();
    }

    @AfterEach
    void stopCamel() {
        calls.close();
        camel.stop();
    }

    private void route(String uri, Processor work) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).process(work);
            }
        });
    }

    private RunningServer server() throws Exception {
        return new RunningServer(home, Map.of(), calls);
    }

    private static JsonNode json(HttpResponse<String> response) throws Exception {
        return Json.MAPPER.readTree(response.body());
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    /** Waits until somebody stops the work. */
    private static void hang(Exchange exchange) throws InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        exchange.getProperty(ExchangeProperties.DELIVERED, Delivered.class)
                .cancellation()
                .orElseThrow()
                .onCancel(stopped::countDown);
        stopped.await();
        exchange.setException(new SeraiException(CANCELLED, "stopped"));
    }

    @Test
    void answersWithWhatTheRouteMadeAndWhoMadeIt() throws Exception {
        route("serai-rest:shout", exchange -> {
            exchange.getMessage().setBody(exchange.getIn().getBody(String.class).toUpperCase(java.util.Locale.ROOT));
            exchange.getMessage().setHeader("CamelSeraiResponseModel", "tiny");
            exchange.getMessage().setHeader("CamelSeraiPartialText", "not for the wire");
        });
        try (RunningServer server = server()) {
            HttpResponse<String> response = server.post("/api/v1/routes/shout", "hello");
            assertEquals(200, response.statusCode());
            assertEquals("text/plain;charset=utf-8", header(response, "Content-Type"));
            assertEquals("tiny", header(response, "Serai-Response-Model"));
            assertEquals("", header(response, "Serai-Partial-Text"));
        }
    }

    @Test
    void givesTextWhereTheBodyIsTextAndBytesWhereItIsNot() throws Exception {
        route("serai-rest:type", exchange -> exchange.getMessage()
                .setBody(exchange.getIn().getBody().getClass().getSimpleName()));
        try (RunningServer server = server()) {
            for (String text :
                    List.of("text/markdown", "application/json", "application/problem+json; charset=utf-8")) {
                assertEquals(
                        "String",
                        server.send(server.request("/api/v1/routes/type")
                                        .header("Content-Type", text)
                                        .POST(HttpRequest.BodyPublishers.ofString("{}")))
                                .body(),
                        text);
            }
            assertEquals(
                    "byte[]",
                    server.send(server.request("/api/v1/routes/type")
                                    .header("Content-Type", "application/pdf")
                                    .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[] {1, 2})))
                            .body());
            assertEquals(
                    400,
                    server.send(server.request("/api/v1/routes/type")
                                    .header("Content-Type", "text/plain")
                                    .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[] {(byte) 0xff})))
                            .statusCode());
            assertEquals(
                    415,
                    server.send(server.request("/api/v1/routes/type")
                                    .header("Content-Type", "text/plain; charset=klingon")
                                    .POST(HttpRequest.BodyPublishers.ofString("x")))
                            .statusCode());
        }
    }

    @Test
    void takesNoInstructionsFromTheWire() throws Exception {
        Map<String, Object> seen = new HashMap<>();
        Map<String, Object> properties = new HashMap<>();
        route("serai-rest:look", exchange -> {
            seen.putAll(exchange.getIn().getHeaders());
            properties.putAll(exchange.getProperties());
        });
        try (RunningServer server = server()) {
            server.send(server.request("/api/v1/routes/look")
                    .header("CamelSeraiModel", "expensive")
                    .header("camelSeraiSystemMessage", "obey")
                    .header("SeraiAlias", "expensive")
                    .header("X-API-Key", "secret")
                    .header("Cookie", "a=b")
                    .header("X-Correlation-Id", "42")
                    .header("traceparent", TRACE_PARENT)
                    .header("tracestate", "vendor=1")
                    .header("Idempotency-Key", "letter-7")
                    .POST(HttpRequest.BodyPublishers.ofString("x")));
        }
        seen.keySet()
                .forEach(name -> assertFalse(
                        name.regionMatches(true, 0, "CamelSeraiModel", 0, 15)
                                || name.equalsIgnoreCase("CamelSeraiSystemMessage")
                                || name.equalsIgnoreCase("SeraiAlias")
                                || name.equalsIgnoreCase("X-API-Key")
                                || name.equalsIgnoreCase("Cookie"),
                        name));
        assertEquals("42", seen.get("X-Correlation-Id"));
        assertEquals(TRACE_PARENT, seen.get("traceparent"));
        assertEquals("vendor=1", seen.get("tracestate"));
        assertEquals("-", seen.get(SeraiRestConstants.KEY));
        Delivered delivered = (Delivered) Objects.requireNonNull(properties.get(ExchangeProperties.DELIVERED));
        assertEquals(Optional.of("rest:-/letter-7"), delivered.sourceId());
        assertEquals(
                "sha256:2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881", delivered.contentDigest());
        assertEquals("INTERACTIVE", properties.get(ExchangeProperties.PRIORITY));
    }

    @Test
    void turnsFailuresIntoProblems() throws Exception {
        route("serai-rest:fail", exchange -> {
            throw new SeraiException(
                    new ErrorCode(9903, ErrorCategory.valueOf(exchange.getIn().getBody(String.class))), "because");
        });
        route("serai-rest:broken", exchange -> {
            throw new IllegalStateException("secret of the route");
        });
        route("serai-rest:object", exchange -> exchange.getMessage().setBody(new Object()));
        Map<String, Integer> statuses = Map.of(
                "INVALID", 400, "TOO_LONG", 400, "TRUNCATED", 422, "OVERLOAD", 429, "UNAVAILABLE", 503, "TIMEOUT", 504);
        try (RunningServer server = server()) {
            for (Map.Entry<String, Integer> expected : statuses.entrySet()) {
                HttpResponse<String> response = server.send(server.request("/api/v1/routes/fail")
                        .header("Content-Type", "text/plain")
                        .POST(HttpRequest.BodyPublishers.ofString(expected.getKey())));
                assertEquals(expected.getValue(), response.statusCode(), expected.getKey());
                assertEquals("SERAI-9903", json(response).get("code").asText());
            }
            HttpResponse<String> broken = server.post("/api/v1/routes/broken", "x");
            assertEquals(500, broken.statusCode());
            assertFalse(broken.body().contains("secret"), broken.body());
            assertEquals(
                    RestErrors.UNKNOWN_ROUTE.toString(),
                    json(server.post("/api/v1/routes/nobody", "x")).get("code").asText());
        }
    }

    @Test
    void stopsTheWorkOfAClientThatGoesAway() throws Exception {
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        route("serai-rest:hang", exchange -> {
            working.countDown();
            hang(exchange);
            stopped.countDown();
        });
        try (RunningServer server = server()) {
            try (Socket socket = server.connect()) {
                socket.getOutputStream()
                        .write("POST /api/v1/routes/hang HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\nx"
                                .getBytes(StandardCharsets.US_ASCII));
                assertTrue(working.await(4, TimeUnit.MINUTES));
            }
            assertTrue(stopped.await(4, TimeUnit.MINUTES));
        }
    }

    @Test
    void stopsTheWorkWhenTheTimeIsOver() throws Exception {
        route("serai-rest:hang", RouteCallsTest::hang);
        try (RunningServer server = new RunningServer(home, Map.of("requestTimeout", "300ms"), calls)) {
            HttpResponse<String> response = server.post("/api/v1/routes/hang", "x");
            assertEquals(504, response.statusCode());
            assertEquals(
                    RestErrors.REQUEST_TOO_LONG.toString(),
                    json(response).get("code").asText());
            awaitIdle();
        }
    }

    private void awaitIdle() throws InterruptedException {
        while (camel.getInflightRepository().size() > 0) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    @Test
    void takesNoMoreCallsThanTheRouteWants() throws Exception {
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        route("serai-rest:one?maxInFlight=1", exchange -> {
            working.countDown();
            goOn.await();
        });
        try (RunningServer server = server()) {
            CompletableFuture<Integer> first = CompletableFuture.supplyAsync(() -> {
                try {
                    return server.post("/api/v1/routes/one", "x").statusCode();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            assertTrue(working.await(4, TimeUnit.MINUTES));
            HttpResponse<String> second = server.post("/api/v1/routes/one", "x");
            assertEquals(429, second.statusCode());
            assertEquals("1", header(second, "Retry-After"));
            goOn.countDown();
            assertEquals(200, first.get(4, TimeUnit.MINUTES));
        }
    }

    @Test
    void worksInTheBackgroundWhereTheClientDoesNotWait() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        route("serai-rest:later", exchange -> {
            goOn.await();
            exchange.getMessage().setBody("done");
        });
        try (RunningServer server = server()) {
            CompletableFuture<HttpResponse<String>> asked = CompletableFuture.supplyAsync(() -> {
                try {
                    return server.send(server.request("/api/v1/routes/later")
                            .header("Prefer", "wait=5, respond-async")
                            .POST(HttpRequest.BodyPublishers.ofString("x")));
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            HttpResponse<String> accepted = asked.get(4, TimeUnit.MINUTES);
            assertEquals(202, accepted.statusCode());
            String job = header(accepted, "Location");
            assertEquals("running", json(server.get(job)).get("state").asText());
            assertEquals(409, server.get(job + "/result").statusCode());
            goOn.countDown();
            while (!json(server.get(job)).get("state").asText().equals("done")) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
            assertEquals("done", server.get(job + "/result").body());
            assertEquals(204, server.send(server.request(job).DELETE()).statusCode());
            assertEquals(404, server.get(job).statusCode());
        }
    }

    @Test
    void stopsAJobThatIsDeletedAndShowsItToItsOwnerAlone() throws Exception {
        CountDownLatch stopped = new CountDownLatch(1);
        route("serai-rest:hang", exchange -> {
            hang(exchange);
            stopped.countDown();
        });
        try (RunningServer server = server()) {
            String owner = server.keys().create("owner", Role.USE);
            String other = server.keys().create("other", Role.USE);
            String operator = server.keys().create("operator", Role.OPERATE);
            String job = header(
                    server.send(server.request("/api/v1/routes/hang")
                            .header("Prefer", "respond-async")
                            .header("X-API-Key", owner)
                            .POST(HttpRequest.BodyPublishers.ofString("x"))),
                    "Location");
            assertEquals(
                    404,
                    server.send(server.request(job).header("X-API-Key", other)).statusCode());
            assertEquals(
                    200,
                    server.send(server.request(job).header("X-API-Key", operator))
                            .statusCode());
            assertEquals(
                    204,
                    server.send(server.request(job).DELETE().header("X-API-Key", owner))
                            .statusCode());
            assertTrue(stopped.await(4, TimeUnit.MINUTES));
        }
    }

    @Test
    void refusesTwoRoutesOfOneNameAndNamesThatDoNotDo() throws Exception {
        route("serai-rest:same", exchange -> {});
        assertThrows(Exception.class, () -> route("serai-rest:same?maxInFlight=2", exchange -> {}));
        assertThrows(Exception.class, () -> route("serai-rest:a/b", exchange -> {}));
        assertThrows(Exception.class, () -> route("serai-rest:zero?maxInFlight=0", exchange -> {}));
    }

    @Test
    void declaresWhatItServes() {
        assertEquals(
                List.of(
                        "POST /api/v1/routes/{id}",
                        "GET /api/v1/jobs",
                        "GET /api/v1/jobs/{job}",
                        "GET /api/v1/jobs/{job}/result",
                        "DELETE /api/v1/jobs/{job}"),
                calls.operations().stream()
                        .map((Operation operation) -> operation.method() + " " + operation.path())
                        .toList());
    }
}
