package org.serai.engine.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.serai.engine.FinishReason;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Generation;
import org.serai.engine.GenerationListener;
import org.serai.engine.GenerationResult;
import org.serai.engine.InferenceEngine;
import org.serai.engine.ModelSession;
import org.serai.engine.openai.error.RemoteErrors;
import org.serai.error.ContextExceededException;
import org.serai.error.ErrorCode;
import org.serai.error.OverloadException;
import org.serai.error.SeraiException;

/** What becomes of requests to a server that does wrong. */
class FaultyServerTest {
    private static final Map<String, String> QUICK = Map.of(
            "retryPause", "1ms",
            "breakerPause", "20ms",
            "breakerFailures", "100");

    private ScriptedServer server;

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedServer();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    /** Asks once. */
    private GenerationResult ask(Map<String, String> more, UnaryOperator<GenerateRequest.Builder> change)
            throws Exception {
        return ask(more, change, GenerationListener.NONE);
    }

    private GenerationResult ask(
            Map<String, String> more, UnaryOperator<GenerateRequest.Builder> change, GenerationListener listener)
            throws Exception {
        Map<String, String> settings = new HashMap<>(QUICK);
        settings.putAll(more);
        try (ServerFixture fixture = new ServerFixture(server.url(), settings);
                ModelSession session = fixture.open(ToyModel.NAME)) {
            GenerateRequest request =
                    change.apply(ServerFixture.chat("Hello").maxTokens(4)).build();
            return session.generate(request, listener).result().get(ServerFixture.PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof SeraiException known ? known : e;
        }
    }

    private GenerationResult ask() throws Exception {
        return ask(Map.of(), request -> request);
    }

    private SeraiException failure(ErrorCode code) {
        return failure(code, Map.of());
    }

    private SeraiException failure(ErrorCode code, Map<String, String> more) {
        SeraiException problem = assertThrows(SeraiException.class, () -> ask(more, request -> request));
        assertEquals(code, problem.code(), problem.getMessage());
        return problem;
    }

    @Test
    void takesTheUsageFromTheServer() throws Exception {
        server.then(exchange -> exchange.events().piece("Hi").piece(" there").end("stop", 17, 9));

        GenerationResult result = ask();

        assertEquals("Hi there", result.text());
        assertEquals(17, result.promptTokens());
        assertEquals(9, result.completionTokens());
        assertEquals(FinishReason.STOP, result.finishReason());
        assertEquals(
                true,
                server.asked()
                        .getFirst()
                        .json()
                        .at("/stream_options/include_usage")
                        .asBoolean());
    }

    @Test
    void saysThatTheUsageIsUnknownWhereNobodyTellsIt() throws Exception {
        server.then(exchange -> exchange.events().piece("Hi").finish("stop").done());

        GenerationResult result = ask();

        assertEquals(GenerationResult.UNKNOWN, result.promptTokens());
        assertEquals(GenerationResult.UNKNOWN, result.completionTokens());
    }

    @Test
    void triesAgainAfterAResetBeforeTheFirstToken() throws Exception {
        server.then(
                ScriptedServer.Exchange::reset, exchange -> exchange.events().reset());

        assertEquals(FinishReason.LENGTH, ask().finishReason());
        assertEquals(3, server.asked().size());
    }

    @Test
    void triesNoMoreThanItIsAllowedTo() {
        server.otherwise(ScriptedServer.Exchange::reset);

        failure(RemoteErrors.UNAVAILABLE);
        assertEquals(3, server.asked().size());
    }

    @Test
    void neverTriesAgainAfterTheFirstToken() {
        CountDownLatch seen = new CountDownLatch(1);
        server.then(exchange -> {
            exchange.events().piece("Hi");
            seen.await(); // a reset takes back what was not read yet
            exchange.reset();
        });

        SeraiException problem =
                assertThrows(SeraiException.class, () -> ask(Map.of(), request -> request, chunk -> seen.countDown()));

        assertEquals(RemoteErrors.UNAVAILABLE, problem.code());
        assertEquals(1, server.asked().size());
    }

    @Test
    void takesAHalfStreamForAFailure() {
        server.then(exchange -> exchange.events().piece("Hi"));
        failure(RemoteErrors.HALF_ANSWER);

        server.then(exchange -> exchange.events().piece("Hi").finish("stop"));
        failure(RemoteErrors.HALF_ANSWER);

        server.then(exchange -> exchange.events().piece("Hi").done());
        failure(RemoteErrors.HALF_ANSWER);

        server.then(exchange -> exchange.events().piece("Hi").raw("data: [DO"));
        failure(RemoteErrors.HALF_ANSWER);
    }

    @Test
    void tellsWhatTheServerSaidWithinAnAnswer() {
        server.then(exchange ->
                exchange.events().piece("Hi").event("{\"error\":{\"message\":\"the GPU fell off the bus\"}}"));

        SeraiException problem = failure(RemoteErrors.HALF_ANSWER);

        assertTrue(String.valueOf(problem.getMessage()).contains("the GPU fell off the bus"), problem.getMessage());
    }

    @Test
    void waitsAsLongAsABusyServerWants() throws Exception {
        server.then(exchange ->
                exchange.head(429, "application/json", "Retry-After: 1").raw("{}"));
        Instant begun = Instant.now();

        ask();

        assertTrue(Duration.between(begun, Instant.now()).compareTo(Duration.ofSeconds(1)) >= 0);
        assertEquals(2, server.asked().size());
    }

    @Test
    void triesABusyServerAgainThatSaysNothing() throws Exception {
        server.then(exchange -> exchange.head(429, "application/json").raw("{}"));

        ask();

        assertEquals(2, server.asked().size());
    }

    @Test
    void leavesALongWaitToTheSender() {
        server.otherwise(exchange -> exchange.head(429, "application/json", "Retry-After: 600")
                .raw("{\"error\":{\"message\":\"rate limit\",\"code\":\"rate_limit_exceeded\"}}"));

        SeraiException problem = failure(RemoteErrors.OVERLOADED);

        assertEquals(
                Duration.ofMinutes(10),
                assertInstanceOf(OverloadException.class, problem).retryAfter());
        assertEquals(1, server.asked().size());
    }

    @Test
    void waitsNoLongerThanTheDeadline() throws Exception {
        server.otherwise(exchange ->
                exchange.head(429, "application/json", "Retry-After: 9").raw("{}"));

        SeraiException problem = assertThrows(
                SeraiException.class,
                () -> ask(Map.of(), request -> request.deadline(Instant.now().plusSeconds(5))));

        assertEquals(RemoteErrors.OVERLOADED, problem.code());
        assertEquals(1, server.asked().size());
    }

    @Test
    void triesAgainAfterAnErrorOfTheServer() throws Exception {
        server.then(
                exchange -> exchange.head(500, "text/plain").raw("oops"),
                exchange -> exchange.head(503, "application/json").raw("{\"error\":{\"message\":\"Loading model\"}}"));

        ask();

        assertEquals(3, server.asked().size());
    }

    @Test
    void refusesWrongJson() {
        server.otherwise(exchange -> exchange.events().event("{\"choices\":[{\"delta\":{\"content\":\"Hi\"}"));
        failure(RemoteErrors.BAD_ANSWER);

        server.otherwise(exchange -> exchange.events().event("[1,2,3]"));
        failure(RemoteErrors.BAD_ANSWER);

        server.otherwise(exchange -> exchange.events().event("{\"id\":\"x\"}"));
        failure(RemoteErrors.BAD_ANSWER);
    }

    @Test
    void refusesAnswersOfAnotherKind() {
        server.otherwise(exchange -> exchange.head(200, "text/html").raw("<html>Welcome to the router</html>"));

        SeraiException problem = failure(RemoteErrors.BAD_ANSWER);

        assertTrue(String.valueOf(problem.getMessage()).contains("text/html"), problem.getMessage());
    }

    @Test
    void refusesAnEndThatNobodyKnows() {
        server.otherwise(exchange -> exchange.events().piece("Hi").end("abort", 1, 1));

        failure(RemoteErrors.BAD_ANSWER);
    }

    @Test
    void takesAFilteredAnswerForNone() {
        server.then(exchange -> exchange.events().piece("Hi").end("content_filter", 1, 1));

        failure(RemoteErrors.FILTERED);
    }

    @Test
    void goesNowhereElse() throws Exception {
        try (ScriptedServer elsewhere = new ScriptedServer()) {
            server.otherwise(
                    exchange -> exchange.head(307, "text/plain", "Location: " + elsewhere.url() + "/chat/completions"));

            SeraiException problem = failure(RemoteErrors.REDIRECTED);

            assertTrue(String.valueOf(problem.getMessage()).contains(elsewhere.url()), problem.getMessage());
            assertEquals(List.of(), elsewhere.requests());
        }
    }

    @Test
    void givesUpOnAServerThatNeverAnswers() {
        server.otherwise(ScriptedServer.Exchange::awaitClientGone);

        SeraiException problem = failure(RemoteErrors.TIMED_OUT, Map.of("firstTokenTimeout", "200ms"));

        assertTrue(String.valueOf(problem.getMessage()).contains("first token"), problem.getMessage());
        assertEquals(1, server.asked().size());
    }

    @Test
    void givesUpOnAServerThatBeginsAndNeverSpeaks() {
        server.otherwise(exchange -> exchange.events()
                .raw(": still here\n\n")
                .raw(": still here\n\n")
                .awaitClientGone());

        failure(RemoteErrors.TIMED_OUT, Map.of("firstTokenTimeout", "200ms"));
    }

    @Test
    void givesUpOnAServerThatFallsSilent() {
        server.otherwise(exchange -> {
            exchange.events().piece("Hi");
            exchange.awaitClientGone();
        });

        SeraiException problem = failure(RemoteErrors.TIMED_OUT, Map.of("nextTokenTimeout", "200ms"));

        assertTrue(String.valueOf(problem.getMessage()).contains("next token"), problem.getMessage());
    }

    @Test
    void givesUpOnASlowDrip() {
        server.otherwise(exchange -> {
            exchange.events().piece("Hi");
            for (int i = 0; i < 10_000; i++) {
                exchange.raw(i == 0 ? "data: {" : " ");
                Thread.sleep(10);
            }
        });

        failure(RemoteErrors.TIMED_OUT, Map.of("nextTokenTimeout", "200ms"));
    }

    @Test
    void givesUpOnAnAnswerWithoutEnd() {
        server.otherwise(exchange -> {
            exchange.events();
            for (int i = 0; i < 10_000; i++) {
                exchange.piece("again ");
                Thread.sleep(5);
            }
        });

        SeraiException problem = failure(RemoteErrors.TIMED_OUT, Map.of("totalTimeout", "400ms"));

        assertTrue(String.valueOf(problem.getMessage()).contains("completed an answer"), problem.getMessage());
    }

    @Test
    void closesTheConnectionOfACancelledRequest() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        server.otherwise(exchange -> {
            exchange.events().piece("Hi");
            exchange.awaitClientGone();
            gone.countDown();
        });
        try (ServerFixture fixture = new ServerFixture(server.url(), QUICK);
                ModelSession session = fixture.open(ToyModel.NAME)) {
            Generation generation = session.generate(ServerFixture.chat("Hello").build(), chunk -> begun.countDown());
            assertTrue(begun.await(ServerFixture.PATIENCE_SECONDS, TimeUnit.SECONDS));

            generation.cancel();

            assertTrue(gone.await(ServerFixture.PATIENCE_SECONDS, TimeUnit.SECONDS));
            GenerationResult result = generation.result().get(ServerFixture.PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertEquals(FinishReason.CANCELLED, result.finishReason());
            assertEquals("Hi", result.text());
        }
    }

    @Test
    void closesTheConnectionOfARequestThatIsCancelledBeforeItsAnswer() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        server.otherwise(exchange -> {
            asked.countDown();
            exchange.awaitClientGone();
            gone.countDown();
        });
        try (ServerFixture fixture = new ServerFixture(server.url(), QUICK);
                ModelSession session = fixture.open(ToyModel.NAME)) {
            Generation generation = session.generate(ServerFixture.chat("Hello").build(), GenerationListener.NONE);
            assertTrue(asked.await(ServerFixture.PATIENCE_SECONDS, TimeUnit.SECONDS));

            generation.cancel();

            assertTrue(gone.await(ServerFixture.PATIENCE_SECONDS, TimeUnit.SECONDS));
        }
    }

    @Test
    void saysHowMuchTooLongAPromptIs() {
        List<String> bodies = List.of(
                "{\"error\":{\"code\":400,\"message\":\"request (291 tokens) exceeds the available context size (256"
                        + " tokens), try increasing it\",\"type\":\"exceed_context_size_error\",\"n_prompt_tokens\":291,"
                        + "\"n_ctx\":256}}",
                "{\"error\":{\"message\":\"This model's maximum context length is 256 tokens. However, you requested 291"
                        + " tokens\",\"type\":\"invalid_request_error\",\"code\":\"context_length_exceeded\"}}",
                "{\"error\":{\"message\":\"Requested tokens (291) exceed context window of"
                        + " 256\",\"type\":\"invalid_request_error\",\"code\":null}}");
        for (String body : bodies) {
            server.then(exchange -> exchange.head(400, "application/json").raw(body));

            ContextExceededException problem =
                    assertInstanceOf(ContextExceededException.class, failure(RemoteErrors.PROMPT_TOO_LONG));

            assertEquals(291, problem.promptTokens(), body);
            assertEquals(256, problem.contextTokens(), body);
        }
    }

    @Test
    void tellsWhoseTurnItIsWhereTheServerRefuses() {
        Map<Integer, ErrorCode> codes = Map.of(
                400, RemoteErrors.REFUSED,
                401, RemoteErrors.KEY_REFUSED,
                403, RemoteErrors.KEY_REFUSED,
                404, RemoteErrors.NO_SUCH_MODEL,
                422, RemoteErrors.REFUSED,
                501, RemoteErrors.UNSUPPORTED);
        codes.forEach((status, code) -> {
            int before = server.asked().size();
            server.then(exchange ->
                    exchange.head(status, "application/json").raw("{\"error\":{\"message\":\"because of reasons\"}}"));

            SeraiException problem = failure(code);

            assertTrue(String.valueOf(problem.getMessage()).contains("because of reasons"), problem.getMessage());
            assertEquals(before + 1, server.asked().size(), "Refusals are not tried again");
        });
    }

    @Test
    void showsTheKeyToTheServerAlone() {
        server.then(exchange -> exchange.head(401, "application/json")
                .raw("{\"error\":{\"message\":\"Incorrect API key provided: "
                        + exchange.request().headers().get("authorization") + "\"}}"));

        SeraiException problem = failure(RemoteErrors.KEY_REFUSED, Map.of("apiKey", "${env:PEER}"));

        assertEquals("Bearer sk-of-PEER", server.asked().getFirst().headers().get("authorization"));
        assertFalse(String.valueOf(problem.getMessage()).contains("sk-of-PEER"), problem.getMessage());
    }

    @Test
    void sendsNoKeyWhereThereIsNone() throws Exception {
        ask();

        assertEquals(
                Optional.empty(),
                Optional.ofNullable(server.asked().getFirst().headers().get("authorization")));
    }

    @Test
    void withdrawsTheEngineOfAServerThatDiedAndOffersItAgain() throws Exception {
        int port = server.port();
        try (ServerFixture fixture = new ServerFixture(server.url(), Map.of("breakerPause", "20ms"))) {
            ModelSession session = fixture.open(ToyModel.NAME);
            server.close();

            Generation generation = session.generate(ServerFixture.chat("Hello").build(), GenerationListener.NONE);
            fixture.awaitWithdrawal();

            ExecutionException failed = assertThrows(
                    ExecutionException.class,
                    () -> generation.result().get(ServerFixture.PATIENCE_SECONDS, TimeUnit.SECONDS));
            assertEquals(
                    RemoteErrors.UNAVAILABLE,
                    assertInstanceOf(SeraiException.class, failed.getCause()).code());
            assertFalse(fixture.server().rows().getFirst().healthy());
            session.close();

            try (ScriptedServer back = Ports.serverAt(port)) {
                InferenceEngine again = fixture.engine();
                try (ModelSession trial = again.open(ServerFixture.reference(ToyModel.NAME), ServerFixture.options())) {
                    assertEquals("on trial", fixture.server().rows().getFirst().state());
                    trial.generate(ServerFixture.chat("Hello").maxTokens(2).build(), GenerationListener.NONE)
                            .result()
                            .get(ServerFixture.PATIENCE_SECONDS, TimeUnit.SECONDS);
                    assertEquals(1, back.asked().size());
                }
            }
        }
    }

    @Test
    void refusesAtOnceWhileTheServerIsLeftAlone() throws Exception {
        server.otherwise(exchange -> exchange.head(500, "text/plain").raw("oops"));
        Map<String, String> settings =
                Map.of("retries", "0", "breakerFailures", "2", "breakerPause", "10m", "longestBreakerPause", "10m");
        try (ServerFixture fixture = new ServerFixture(server.url(), settings);
                ModelSession session = fixture.open(ToyModel.NAME)) {
            for (int i = 0; i < 2; i++) {
                Generation generation =
                        session.generate(ServerFixture.chat("Hello").build(), GenerationListener.NONE);
                assertThrows(
                        ExecutionException.class,
                        () -> generation.result().get(ServerFixture.PATIENCE_SECONDS, TimeUnit.SECONDS));
            }

            SeraiException refusal = assertThrows(
                    SeraiException.class,
                    () -> session.generate(ServerFixture.chat("Hello").build(), GenerationListener.NONE));

            assertEquals(RemoteErrors.HELD_OFF, refusal.code());
            assertEquals(2, server.asked().size());
            assertTrue(
                    fixture.server().rows().getFirst().detail().contains("breaker open"),
                    fixture.server().rows().toString());
        }
    }
}
