package org.serai.it.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.serai.broker.BrokerSettings;
import org.serai.broker.LocalBroker;
import org.serai.broker.Topics;
import org.serai.it.support.ScriptedModel;
import org.serai.it.support.SeraiHome;

/** A record that kills the process at every attempt, and what becomes of it afterwards. */
@Timeout(600)
class CrashingRecordTest {
    private static final int MAX_ATTEMPTS = 2;
    private static final int NEIGHBOURS = 12;
    private static final int PARTITIONS = 2;

    @TempDir
    private Path folder;

    @Test
    void itEndsInTheDeadLettersWhileItsNeighboursFlow() throws Exception {
        Path inferences = folder.resolve("inferences.log");
        Path cause = Files.writeString(folder.resolve("cause"), "of the crash");
        try (LocalBroker broker = LocalBroker.start(BrokerSettings.in(folder.resolve("broker")));
                SeraiHome home = new SeraiHome(Files.createDirectories(folder.resolve("home")))) {
            Topics.create(broker.bootstrapServers(), PARTITIONS, "questions", "answers", "questions.dlq");
            install(home, broker, inferences);
            TopicClient client = new TopicClient(broker.bootstrapServers());
            client.send(records(cause));

            JsonNode letter = outliveCrashes(home);
            assertEquals("SERAI-2211", letter.get("reason").asText());
            assertEquals(MAX_ATTEMPTS, letter.get("attempts").asInt());
            assertEquals(MAX_ATTEMPTS, begun(inferences, "last words"));
            SeraiHome.await("the neighbours", () -> client.counts("answers").size() == NEIGHBOURS);
            assertEquals(Set.of(1), Set.copyOf(client.counts("answers").values()));

            assertIsThereRightAfterAStart(home, letter);
            Files.delete(cause);
            assertIsReplayedInOneTransaction(home, broker, client, letter);
            assertSaysThatTheBrokerIsAway(home, broker);
        }
    }

    private static void install(SeraiHome home, LocalBroker broker, Path inferences) throws IOException {
        ScriptedModel.install(home, inferences);
        ScriptedModel.alias(home, "assistant", "slots=4");
        home.write("etc/org.serai.kafka.cfg", """
                bootstrap.servers = %s
                # a crashed member keeps its partitions until its session is over
                session.timeout.ms = 10000
                heartbeat.interval.ms = 1000
                """.formatted(broker.bootstrapServers()));
        home.write("routes/answers.camel.yaml", """
                - route:
                    id: answers
                    from:
                      uri: serai-kafka:questions
                      parameters:
                        order: key
                        exactlyOnce: true
                        maxAttempts: %d
                        retryDelay: 50
                      steps:
                        - to:
                            uri: serai:complete?model=assistant
                        - to:
                            uri: serai-kafka:answers
                """.formatted(MAX_ATTEMPTS));
    }

    private static List<ProducerRecord<String, String>> records(Path cause) {
        List<ProducerRecord<String, String>> records = new ArrayList<>(IntStream.range(0, NEIGHBOURS)
                .mapToObj(number -> new ProducerRecord<>("questions", "key-" + number % 6, "question " + number))
                .toList());
        records.add(
                NEIGHBOURS / 2, new ProducerRecord<>("questions", "key-1", "@@crash-while " + cause + "\nlast words"));
        return records;
    }

    /** Starts the instance as often as it dies. A start that dies before it is ready fails, which is no concern here. */
    private static JsonNode outliveCrashes(SeraiHome home) throws Exception {
        for (int start = 0; start <= MAX_ATTEMPTS; start++) {
            home.serai("start");
            SeraiHome.await("a crash or a letter", () -> {
                String listed = home.out("dlq", "list", "--json");
                return listed.isBlank() || !json(listed).isEmpty();
            });
            List<JsonNode> letters = letters(home);
            if (!letters.isEmpty()) {
                return letters.getFirst();
            }
        }
        throw new AssertionError("There is no letter after " + MAX_ATTEMPTS + " crashes: " + home.log());
    }

    private static long begun(Path inferences, String prompt) throws IOException {
        return Files.readAllLines(inferences).stream()
                .filter(line -> line.contains(prompt))
                .count();
    }

    private static List<JsonNode> letters(SeraiHome home) {
        List<JsonNode> letters = new ArrayList<>();
        String listed = home.out("dlq", "list", "--json");
        if (!listed.isBlank()) {
            json(listed).forEach(letters::add);
        }
        return letters;
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    /** Who says that it has started knows its dead letters. */
    private static void assertIsThereRightAfterAStart(SeraiHome home, JsonNode letter) throws Exception {
        home.kill();
        home.serai("start").expectSuccess();
        assertEquals(List.of(letter), letters(home));
    }

    /** A replay has a producer of its own, so what this one wrote into two topics was one transaction. */
    private static void assertIsReplayedInOneTransaction(
            SeraiHome home, LocalBroker broker, TopicClient client, JsonNode letter) throws Exception {
        Set<Long> answeredBefore = producers(broker, "answers");
        Set<Long> lettersBefore = producers(broker, "questions.dlq");
        home.serai("dlq", "replay", letter.get("id").asText()).expectSuccess();
        assertEquals(List.of(), letters(home));
        assertEquals(1, client.counts("answers").get("last words"));

        Set<Long> answered = producers(broker, "answers");
        answered.removeAll(answeredBefore);
        Set<Long> marked = producers(broker, "questions.dlq");
        marked.removeAll(lettersBefore);
        assertFalse(answered.isEmpty());
        assertEquals(answered, marked);
    }

    /** The transactional producers that wrote into a topic. */
    private static Set<Long> producers(LocalBroker broker, String topic) throws Exception {
        Set<TopicPartition> partitions = IntStream.range(0, PARTITIONS)
                .mapToObj(number -> new TopicPartition(topic, number))
                .collect(Collectors.toSet());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            return admin.describeProducers(partitions).all().get().values().stream()
                    .flatMap(state -> state.activeProducers().stream())
                    .filter(producer -> producer.coordinatorEpoch().isPresent())
                    .map(ProducerState::producerId)
                    .collect(Collectors.toCollection(HashSet::new));
        }
    }

    private static void assertSaysThatTheBrokerIsAway(SeraiHome home, LocalBroker broker) throws Exception {
        broker.kill();
        SeraiHome.Outcome list = home.serai("dlq", "list");
        assertEquals(1, list.status(), list::toString);
        assertTrue(list.err().contains("SERAI-2260"), list::toString);
        assertTrue(list.err().contains("questions.dlq"), list::toString);
        assertFalse(list.err().contains("\tat "), list::toString);
    }
}
