package org.serai.it.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.serai.broker.BrokerSettings;
import org.serai.broker.LocalBroker;
import org.serai.broker.Topics;
import org.serai.it.support.ScriptedModel;
import org.serai.it.support.SeraiHome;

/**
 * The runtime and the broker are killed again and again while records flow; what comes out shows nothing of it. A group
 * believes in a killed member until its session is over. Exactly once, the killed one is a static member, which takes its
 * place again at once; at least once, it is an ordinary one with a short session.
 */
class KilledProcessesTest {
    private static final int RECORDS = LongTests.size(200, 5000);
    private static final int RUNTIME_KILLS = LongTests.size(2, 20);
    private static final int BROKER_KILLS = LongTests.size(1, 5);
    private static final int SLOTS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(LongTests.size(600, 1200));

    @TempDir
    private Path folder;

    private final Random random = new Random(20261122);

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nothingIsLostAndNothingIsPaidTwice(boolean exactlyOnce) throws Exception {
        Path inferences = folder.resolve("inferences.log");
        try (LocalBroker broker = LocalBroker.start(BrokerSettings.in(folder.resolve("broker")));
                SeraiHome home = new SeraiHome(Files.createDirectories(folder.resolve("home")))) {
            Topics.create(broker.bootstrapServers(), 4, "questions", "answers", "questions.dlq");
            install(home, broker, inferences, exactlyOnce);
            TopicClient client = new TopicClient(broker.bootstrapServers());
            client.send(questions());

            home.serai("start").expectSuccess();
            disturb(home, broker);
            awaitAnswers(client);
            home.serai("stop", "--timeout", "60").expectSuccess();

            Map<String, Integer> answers = client.counts("answers");
            assertEquals(RECORDS, answers.size(), "answers are missing");
            if (exactlyOnce) {
                assertTrue(answers.values().stream().allMatch(count -> count == 1), () -> "twice: " + answers);
            }
            assertEquals(Map.of(), client.counts("questions.dlq"));
            assertPaidOnce(inferences);
        }
    }

    private static void install(SeraiHome home, LocalBroker broker, Path inferences, boolean exactlyOnce)
            throws IOException {
        ScriptedModel.install(home, inferences);
        ScriptedModel.alias(home, "assistant", "slots=" + SLOTS);
        home.write("etc/org.serai.kafka.cfg", """
                bootstrap.servers = %s
                session.timeout.ms = 10000
                heartbeat.interval.ms = 1000
                reconnect.backoff.max.ms = 1000
                """.formatted(broker.bootstrapServers()));
        home.write("routes/answers.camel.yaml", """
                - route:
                    id: answers
                    from:
                      uri: serai-kafka:questions
                      parameters: {group: answers, order: key%s}
                      steps:
                        - to:
                            uri: serai:complete?model=assistant
                        - to:
                            uri: serai-kafka:answers
                """.formatted(
                        exactlyOnce ? ", exactlyOnce: true, groupInstanceId: one" : ""));
    }

    private static List<ProducerRecord<String, String>> questions() {
        return IntStream.range(0, RECORDS)
                .mapToObj(number -> new ProducerRecord<>(
                        "questions", "key-" + number % 50, "@@work " + number % 60 + "\nquestion " + number))
                .toList();
    }

    /** Kills at random moments; between two kills the instance gets the time to do something. */
    private void disturb(SeraiHome home, LocalBroker broker) throws Exception {
        List<Runnable> kills = new ArrayList<>();
        IntStream.range(0, RUNTIME_KILLS).forEach(each -> kills.add(() -> killRuntime(home)));
        IntStream.range(0, BROKER_KILLS).forEach(each -> kills.add(() -> killBroker(broker)));
        Collections.shuffle(kills, random);
        for (Runnable kill : kills) {
            Thread.sleep(300 + random.nextInt(1200));
            kill.run();
        }
    }

    private static void killRuntime(SeraiHome home) {
        try {
            home.kill();
            home.serai("start").expectSuccess();
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static void killBroker(LocalBroker broker) {
        try {
            broker.kill();
            broker.start();
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static void awaitAnswers(TopicClient client) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        int answered = 0;
        while (answered < RECORDS) {
            assertTrue(System.nanoTime() < end, answered + " of " + RECORDS + " questions were answered");
            Thread.sleep(250);
            answered = client.counts("answers").size();
        }
    }

    /** Only what was in work at the moment of a kill may have been begun again. */
    private static void assertPaidOnce(Path inferences) throws IOException {
        Map<String, Integer> begun = new HashMap<>();
        List<String> lines = Files.readAllLines(inferences).stream()
                .filter(line -> line.contains("question")) // the others are looks at the alias's health
                .toList();
        for (String line : lines) {
            begun.merge(line.substring(line.indexOf("question")), 1, Integer::sum);
        }
        int again = begun.values().stream().mapToInt(count -> count - 1).sum();
        assertEquals(RECORDS, begun.size());
        assertTrue(again <= RUNTIME_KILLS * SLOTS, () -> again + " inferences were made again");
    }
}
