package org.serai.it.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.serai.it.support.ScriptedModel;
import org.serai.it.support.SeraiHome;

/**
 * Two hundred clients at once: the server takes what it can work on, tells the others when to come again, and grows no
 * larger. {@code -Plong} makes it many more rounds.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OverloadTest {
    private static final int CLIENTS = 200;
    private static final int ROUNDS = Boolean.getBoolean("serai.long") ? 50 : 3;
    private static final int REQUEST_TOKENS = 40;
    private static final long MEBIBYTE = 1 << 20;

    private RestInstance instance;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        instance = new RestInstance(folder);
        ScriptedModel.install(instance.home(), folder.resolve("work.log"));
        ScriptedModel.alias(instance.home(), "small", "slots=4", "queueTokens=" + 40 * REQUEST_TOKENS);
        ScriptedModel.alias(instance.home(), "large", "slots=4");
        instance.start(Map.of("SERAI_HEAP", "192m"));
        instance.awaitReady("small");
        instance.awaitReady("large");
    }

    @AfterAll
    void stop() {
        instance.close();
    }

    /** An answer and how long it took. */
    private record Answer(HttpResponse<String> response, Duration time) {
        int status() {
            return response.statusCode();
        }
    }

    private Answer ask(String alias, String priority, String script) throws IOException, InterruptedException {
        String body = RestInstance.JSON
                .createObjectNode()
                .put("model", alias)
                .put("prompt", script)
                .put("max_tokens", REQUEST_TOKENS - 5)
                .put("priority", priority)
                .toString();
        long begin = System.nanoTime();
        HttpResponse<String> response = instance.post("/v1/completions", body);
        return new Answer(response, Duration.ofNanos(System.nanoTime() - begin));
    }

    private static List<Answer> together(List<Callable<Answer>> clients) throws Exception {
        List<Answer> answers = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Answer> answer : executor.invokeAll(clients)) {
                answers.add(answer.get());
            }
        }
        return answers;
    }

    /** Two hundred requests at once, each sent again after the time that its refusal told, until it is answered. */
    private int round(AtomicInteger refusals) throws Exception {
        List<Callable<Answer>> clients = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
            clients.add(() -> {
                Answer answer = ask("small", "interactive", "@@work 20\n@@answer done");
                while (answer.status() == 429) {
                    refusals.incrementAndGet();
                    Thread.sleep(Duration.ofSeconds(retryAfter(answer)));
                    answer = ask("small", "interactive", "@@work 20\n@@answer done");
                }
                return answer;
            });
        }
        List<Answer> answers = together(clients);
        answers.forEach(answer ->
                assertEquals(200, answer.status(), () -> answer.response().body()));
        return answers.size();
    }

    private static long retryAfter(Answer refusal) {
        return Long.parseLong(
                refusal.response().headers().firstValue("Retry-After").orElseThrow());
    }

    @Test
    void memoryStaysFlatWhileEveryClientIsServedInTheEnd() throws Exception {
        AtomicInteger refusals = new AtomicInteger();
        int served = round(refusals);
        JsonNode before = instance.home().status().path("jvm");

        for (int i = 0; i < ROUNDS; i++) {
            served += round(refusals);
        }

        JsonNode after = instance.home().status().path("jvm");
        assertEquals(CLIENTS * (ROUNDS + 1), served);
        assertTrue(refusals.get() > 0, "Nobody was refused, so there was no overload");
        long growth =
                after.path("rss_bytes").asLong() - before.path("rss_bytes").asLong();
        System.out.printf(
                "%d requests of %d clients, %d refusals; RSS %d MiB after the first round, %d MiB more after the last%n",
                served, CLIENTS, refusals.get(), before.path("rss_bytes").asLong() / MEBIBYTE, growth / MEBIBYTE);
        assertTrue(growth < 100 * MEBIBYTE, () -> "RSS grew by " + growth / MEBIBYTE + " MiB");
        assertEquals(0, instance.running("small"));
        assertEquals(0, instance.queued("small"));
    }

    @Test
    void whoWaitsAsLongAsItIsToldIsTaken() throws Exception {
        boolean wasRefused = false;
        while (!wasRefused) { // a machine that is slow enough works on the crowd while it comes
            try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<Answer>> crowd = new ArrayList<>();
                for (int i = 0; i < 60; i++) {
                    crowd.add(executor.submit(() -> ask("small", "interactive", "@@work 400\n@@answer done")));
                }
                SeraiHome.await("the crowd to be there", () -> arrived(crowd) >= crowd.size());

                Answer next = ask("small", "interactive", "@@answer done");
                if (next.status() == 429) {
                    wasRefused = true;
                    assertTellsWhenToComeAgain(next);
                    Thread.sleep(Duration.ofSeconds(retryAfter(next)));
                    assertEquals(
                            200, ask("small", "interactive", "@@answer done").status());
                }
                for (Future<Answer> one : crowd) {
                    int status = one.get().status();
                    assertTrue(status == 200 || status == 429, () -> "Status " + status);
                }
            }
        }
    }

    /** How many were answered, are worked on or wait; the answered ones first, so that none is counted twice. */
    private long arrived(List<Future<Answer>> crowd) {
        long answered = crowd.stream().filter(Future::isDone).count();
        JsonNode load = instance.model("small");
        return answered + load.path("running").asInt() + load.path("queued").asInt();
    }

    private static void assertTellsWhenToComeAgain(Answer refused) throws IOException {
        JsonNode error = RestInstance.JSON.readTree(refused.response().body()).path("error");
        assertEquals("rate_limit_error", error.path("type").asText());
        assertTrue(error.path("message").asText().contains("SERAI-1702"), error::toString);
        assertTrue(refused.response()
                .headers()
                .firstValue("x-ratelimit-limit-tokens")
                .isPresent());
        assertTrue(retryAfter(refused) <= 60, () -> "Told to wait " + retryAfter(refused) + " s");
    }

    @Test
    void whoWaitsInteractivelyDoesNotWaitForTheBatch() throws Exception {
        List<Callable<Answer>> batch = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            batch.add(() -> ask("large", "batch", "@@work 150\n@@answer done"));
        }
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<List<Answer>> running = executor.submit(() -> together(batch));
            SeraiHome.await("the batch to wait", () -> instance.queued("large") > CLIENTS / 2);

            List<Duration> interactive = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                interactive.add(
                        ask("large", "interactive", "@@work 100\n@@answer done").time());
            }

            assertTrue(instance.queued("large") > 0, "The batch was done before the interactive requests");
            List<Duration> times =
                    running.get().stream().map(Answer::time).sorted().toList();
            Duration median = times.get(times.size() / 2);
            Duration slowest = interactive.stream().max(Duration::compareTo).orElseThrow();
            System.out.printf(
                    "Beside a batch of %d: slowest of 3 interactive requests %d ms, median of the batch %d ms%n",
                    CLIENTS, slowest.toMillis(), median.toMillis());
            assertTrue(
                    slowest.compareTo(median.dividedBy(2)) < 0,
                    () -> "Interactive requests took up to " + slowest + ", those of the batch " + median);
        }
    }
}
