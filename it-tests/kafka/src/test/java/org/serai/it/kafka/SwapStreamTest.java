package org.serai.it.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serai.broker.BrokerSettings;
import org.serai.broker.LocalBroker;
import org.serai.broker.Topics;
import org.serai.it.kafka.ExchangedInstance.Backend;
import org.serai.it.support.ProcessMemory;
import org.serai.it.support.SeraiHome;

/**
 * Documents flow in a steady stream while the model that answers them is exchanged again and again between three backends,
 * bundles of the engine and of a device are stopped, started and updated, the server is killed, and a model fails its golden
 * prompts. What comes out shows nothing of it but who made it.
 */
class SwapStreamTest {
    private static final int DOCUMENTS = Integer.getInteger("serai.stream.documents", LongTests.size(90, 5000));
    private static final int SWAPS = Integer.getInteger("serai.stream.swaps", LongTests.size(6, 50));

    /** So many swaps lie between two rounds of disturbances. */
    private static final int SWAPS_PER_ROUND = Backend.ROUND.size();

    private static final int KEYS = 20;
    private static final int BATCH = LongTests.size(1, 5);
    private static final Duration PACE = Duration.ofMillis(LongTests.size(200, 300));
    private static final Duration PATIENCE = Duration.ofMinutes(LongTests.size(5, 60));

    /** A part of the documents is sent during each exchange, and another one during what happens after it. */
    private static final int PHASES = 2 * SWAPS;

    /** What the heap may keep of so much work: a cache takes its pages as they are used, 36 MiB at most, and there are indexes. */
    private static final long HEAP_SLACK = 48 << 20;

    /** What may stay of foreign memory: buffers of connections and files. */
    private static final long FOREIGN_SLACK = 8 << 20;

    /** What the whole process may grow by: compiled code and what drivers keep, and not what they had for many sessions. */
    private static final long RESIDENT_SLACK = 160 << 20;

    @TempDir
    private Path folder;

    @Test
    void nothingOfAnExchangeShowsButWhoAnswered() throws Exception {
        try (LocalBroker broker = LocalBroker.start(BrokerSettings.in(folder.resolve("broker")))) {
            Topics.create(broker.bootstrapServers(), 4, "questions", "answers", "questions.dlq");
            TopicClient client = new TopicClient(broker.bootstrapServers());
            try (ExchangedInstance instance = new ExchangedInstance(folder, broker.bootstrapServers(), freePort())) {
                for (Backend backend : Backend.ALL) {
                    instance.exchange(backend); // each has compiled what it compiles once
                }
                JsonNode ledgerBefore = instance.memoryLedger();
                ProcessMemory before = instance.memory();
                AtomicBoolean stopped = new AtomicBoolean();
                AtomicInteger phase = new AtomicInteger();
                CompletableFuture<Void> stream =
                        CompletableFuture.runAsync(() -> send(client, phase, stopped), task -> Thread.ofVirtual()
                                .start(task));
                try {
                    disturb(instance, phase, client);
                } catch (Exception | AssertionError e) {
                    stopped.set(true);
                    throw e;
                }
                stream.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                awaitAnswers(client);
                ProcessMemory after = settled(instance, before, ledgerBefore);

                assertEquals(List.of(), client.all("questions.dlq"));
                List<ConsumerRecord<String, String>> answers = client.all("answers");
                requireEachOnceInOrder(answers);
                Map<String, Integer> makers = requireTrueProvenance(instance, answers);
                report(client.all("questions"), answers, makers, before, after);
            }
        }
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Sends a few documents at a time, and never more than belong to the phases that have begun. */
    private static void send(TopicClient client, AtomicInteger phase, AtomicBoolean stopped) {
        try {
            for (int sent = 0; sent < DOCUMENTS && !stopped.get(); sent += BATCH) {
                while (sent >= (long) DOCUMENTS * (phase.get() + 1) / PHASES && !stopped.get()) {
                    Thread.sleep(PACE);
                }
                List<ProducerRecord<String, String>> batch = new ArrayList<>();
                for (int number = sent; number < sent + BATCH; number++) {
                    batch.add(new ProducerRecord<>("questions", "key-" + number % KEYS, "document " + number));
                }
                client.send(batch);
                Thread.sleep(PACE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Exchanges the model again and again; in each round everything else that can happen happens once, too. */
    private static void disturb(ExchangedInstance instance, AtomicInteger phase, TopicClient client) throws Exception {
        for (int swap = 0; swap < SWAPS; swap++) {
            phase.set(2 * swap);
            instance.exchange(Backend.ROUND.get(swap % SWAPS_PER_ROUND));
            phase.set(2 * swap + 1);
            switch (swap % SWAPS_PER_ROUND) {
                case 0 -> instance.loseOpenCl();
                case 1 -> instance.killTheServer();
                case 2 -> instance.loseTheDecoder();
                case 3 -> {
                    awaitAnswerOnOpenCl(client);
                    instance.tryAnotherModel();
                    instance.updateOpenCl();
                }
                case 4 -> instance.updateTheDecoder();
                default -> {
                    // a swap alone
                }
            }
        }
        phase.set(PHASES);
        if (!Backend.ROUND.get((SWAPS - 1) % SWAPS_PER_ROUND).equals(Backend.CPU)) {
            instance.exchange(Backend.CPU); // where it began
        }
    }

    /** The model is on OpenCL and stays there, and documents come; where there is no driver, the CPU stands in for it. */
    private static void awaitAnswerOnOpenCl(TopicClient client) throws InterruptedException {
        if (ExchangedInstance.hasOpenCl()) {
            SeraiHome.await("an answer computed by OpenCL", () -> client.all("answers").stream()
                    .anyMatch(
                            answer -> TopicClient.header(answer, "serai-device").equals("opencl")));
        }
    }

    /** What is held once the last session that went has freed all it had: as much as before. */
    private static ProcessMemory settled(ExchangedInstance instance, ProcessMemory before, JsonNode ledgerBefore)
            throws Exception {
        long end = System.nanoTime() + SeraiHome.PATIENCE.toNanos();
        while (true) {
            JsonNode ledger = instance.memoryLedger();
            ProcessMemory now = instance.memory();
            if (ledger.equals(ledgerBefore) && isAsBefore(now, before)) {
                return now;
            }
            assertTrue(
                    System.nanoTime() < end,
                    () -> "More is held than before: " + now.growthSince(before) + "; by models " + ledgerBefore
                            + " -> " + ledger);
            Thread.sleep(500);
        }
    }

    private static boolean isAsBefore(ProcessMemory now, ProcessMemory before) {
        return now.heap() < before.heap() + HEAP_SLACK
                && now.foreign() < before.foreign() + FOREIGN_SLACK
                && now.weights() == before.weights()
                && now.resident() < before.resident() + RESIDENT_SLACK;
    }

    private static void awaitAnswers(TopicClient client) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        int answered = client.counts("answers").size();
        while (answered < DOCUMENTS) {
            assertTrue(System.nanoTime() < end, answered + " of " + DOCUMENTS + " documents were answered");
            Thread.sleep(500);
            answered = client.counts("answers").size();
        }
    }

    private static void requireEachOnceInOrder(List<ConsumerRecord<String, String>> answers) {
        Map<String, Integer> times = new HashMap<>();
        Map<String, Integer> last = new HashMap<>();
        for (ConsumerRecord<String, String> answer : answers) {
            times.merge(answer.value(), 1, Integer::sum);
            int number = Integer.parseInt(answer.value().substring("document ".length()));
            Integer before = last.put(answer.key(), number);
            assertTrue(before == null || before < number, () -> answer.value() + " stands behind document " + before);
        }
        assertEquals(DOCUMENTS, times.size());
        assertTrue(times.values().stream().allMatch(count -> count == 1), () -> "twice: " + times);
    }

    /** Counts who made the answers; each says a maker that was there for the version that it says. */
    private static Map<String, Integer> requireTrueProvenance(
            ExchangedInstance instance, List<ConsumerRecord<String, String>> answers) {
        Map<String, Integer> makers = new TreeMap<>();
        for (ConsumerRecord<String, String> answer : answers) {
            String engine = TopicClient.header(answer, "serai-engine");
            String maker =
                    engine.equals("decoder") ? engine + "/" + TopicClient.header(answer, "serai-device") : engine;
            int version = Integer.parseInt(TopicClient.header(answer, "serai-alias-version"));
            assertTrue(
                    instance.mayHaveAnswered(version, maker),
                    () -> answer.value() + " says " + maker + " in version " + version + " of " + instance.wanted());
            assertTrue(
                    TopicClient.header(answer, "serai-digest")
                            .startsWith(engine.equals("decoder") ? "sha256:" : "server:upstairs/"),
                    answer.value());
            makers.merge(maker, 1, Integer::sum);
        }
        assertTrue(makers.containsKey("decoder/cpu"), makers::toString);
        assertTrue(makers.containsKey("upstairs"), makers::toString);
        assertTrue(makers.containsKey("decoder/opencl") || !ExchangedInstance.hasOpenCl(), makers::toString);
        return makers;
    }

    private static void report(
            List<ConsumerRecord<String, String>> questions,
            List<ConsumerRecord<String, String>> answers,
            Map<String, Integer> makers,
            ProcessMemory before,
            ProcessMemory after) {
        long requeued = answers.stream()
                .filter(answer -> !TopicClient.header(answer, "serai-requeued").isEmpty())
                .count();
        System.out.printf(
                "%d documents during %d swaps: longest pause of the stream %d ms, %d begun again; answered by %s; %s%n",
                answers.size(), SWAPS, longestPause(questions, answers), requeued, makers, after.growthSince(before));
    }

    /** The longest time in milliseconds in which nothing was answered although the next document to be answered was there. */
    private static long longestPause(
            List<ConsumerRecord<String, String>> questions, List<ConsumerRecord<String, String>> answers) {
        Map<String, Long> sent = new HashMap<>();
        questions.forEach(question -> sent.put(question.value(), question.timestamp()));
        List<ConsumerRecord<String, String>> inOrder = answers.stream()
                .sorted(Comparator.comparingLong(ConsumerRecord::timestamp))
                .toList();
        long longest = 0;
        long last = 0;
        for (ConsumerRecord<String, String> answer : inOrder) {
            long since = Math.max(last, sent.getOrDefault(answer.value(), 0L));
            longest = Math.max(longest, answer.timestamp() - since);
            last = answer.timestamp();
        }
        return longest;
    }
}
