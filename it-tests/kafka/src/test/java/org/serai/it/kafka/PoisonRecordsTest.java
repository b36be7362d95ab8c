package org.serai.it.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.serai.broker.BrokerSettings;
import org.serai.broker.LocalBroker;
import org.serai.broker.Topics;
import org.serai.it.support.ScriptedModel;
import org.serai.it.support.SeraiHome;

/** Records that no attempt can answer, of each kind, among records that are well. */
@Timeout(600)
class PoisonRecordsTest {
    private static final int MAX_ATTEMPTS = 3;
    private static final int NEIGHBOURS = 40;

    /** A kind of truncated answers with a code of its own. */
    private static final String LOOP = "SERAI-1860";

    /** Libraries of their own, with native code. */
    private static final List<String> CODECS = List.of("zstd", "lz4", "snappy");

    /** A kind of failure, what a record of it says, and how often it is tried. */
    private record Poison(String kind, String text, int attempts) {}

    private static final List<Poison> POISONS = List.of(
            new Poison("INVALID", "@@fail INVALID no answer to this", 1),
            new Poison("TOO_LONG", "@@fail TOO_LONG 9000 tokens do not fit into 4096", 1),
            new Poison("TRUNCATED", "@@finish length\n@@tokens 5", 1),
            new Poison(LOOP, "@@repeat the same again", 1),
            new Poison("CORRUPT", "@@fail CORRUPT a damaged page", 1),
            new Poison("UNSUPPORTED", "@@fail UNSUPPORTED a picture", 1),
            new Poison("INTERNAL", "@@fail INTERNAL a defect", MAX_ATTEMPTS),
            new Poison("RESOURCE", "@@fail RESOURCE no memory", MAX_ATTEMPTS),
            new Poison("TIMEOUT", "@@fail TIMEOUT too slow", MAX_ATTEMPTS));

    @TempDir
    private Path folder;

    @Test
    void eachKindEndsInTheDeadLettersWhileItsNeighboursFlow() throws Exception {
        Path broken = Files.writeString(folder.resolve("broken"), "the cause");
        try (LocalBroker broker = LocalBroker.start(BrokerSettings.in(folder.resolve("broker")));
                SeraiHome home = new SeraiHome(Files.createDirectories(folder.resolve("home")))) {
            Topics.create(broker.bootstrapServers(), 2, "questions", "answers");
            install(home, broker);
            home.serai("start").expectSuccess();
            TopicClient client = new TopicClient(broker.bootstrapServers());
            client.send(records(broken));

            awaitAnswers(client, NEIGHBOURS);
            List<JsonNode> letters = awaitLetters(home, POISONS.size() + 1);
            Map<String, JsonNode> byKind = byKind(letters);
            for (Poison poison : POISONS) {
                JsonNode letter = of(byKind, poison.kind());
                assertEquals(poison.attempts(), letter.get("attempts").asInt(), poison.kind());
                assertEquals("questions", letter.get("origin").asText());
                assertEquals("answers", letter.get("route").asText());
            }
            assertTellsAll(home, of(byKind, "TRUNCATED"));
            assertTellsWhatWasRepeated(home, of(byKind, LOOP));
            assertAChangeOfTheClusterStopsNothing(home, broker, client);
            assertReplaySucceedsOnceMended(home, client, broken, of(byKind, "NOT_FOUND"), letters.size());
        }
    }

    private static JsonNode of(Map<String, JsonNode> letters, String kind) {
        JsonNode letter = letters.get(kind);
        if (letter == null) {
            throw new AssertionError("No letter of " + kind + ": " + letters);
        }
        return letter;
    }

    private static void install(SeraiHome home, LocalBroker broker) throws Exception {
        ScriptedModel.install(home, home.path("inferences.log"));
        ScriptedModel.alias(home, "assistant", "slots=4\nloopLimit=200");
        ScriptedModel.alias(home, "larger", "slots=1");
        cluster(home, broker, "");
        home.write("routes/answers.camel.yaml", """
                - route:
                    id: answers
                    from:
                      uri: serai-kafka:questions
                      parameters:
                        maxAttempts: %d
                        retryDelay: 50
                        order: key
                      steps:
                        - to:
                            uri: serai:complete?model=assistant&onLength=fail
                        - to:
                            uri: serai-kafka:answers
                """.formatted(MAX_ATTEMPTS));
    }

    private static void cluster(SeraiHome home, LocalBroker broker, String more) throws Exception {
        home.write("etc/org.serai.kafka.cfg", "bootstrap.servers=" + broker.bootstrapServers() + "\n" + more);
    }

    private static List<ProducerRecord<String, String>> records(Path broken) {
        List<ProducerRecord<String, String>> records = new ArrayList<>();
        for (int i = 0; i < NEIGHBOURS; i++) {
            records.add(new ProducerRecord<>("questions", "key " + i % 8, "question " + i));
            if (i % 4 == 0 && i / 4 < POISONS.size()) {
                Poison poison = POISONS.get(i / 4);
                records.add(new ProducerRecord<>("questions", "key " + i % 8, poison.text()));
            }
        }
        records.add(new ProducerRecord<>(
                "questions",
                "key 1",
                "@@fail-while " + broken + " NOT_FOUND the price list is missing\nmended question"));
        return records;
    }

    private static void awaitAnswers(TopicClient client, int count) throws InterruptedException {
        SeraiHome.await(count + " answers", () -> client.counts("answers").size() >= count);
    }

    private static List<JsonNode> awaitLetters(SeraiHome home, int count) throws Exception {
        SeraiHome.await(count + " dead letters", () -> letters(home).size() >= count);
        List<JsonNode> letters = letters(home);
        assertEquals(count, letters.size(), letters::toString);
        return letters;
    }

    private static List<JsonNode> letters(SeraiHome home) {
        return StreamSupport.stream(json(home.out("dlq", "list", "--json")).spliterator(), false)
                .toList();
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    private static Map<String, JsonNode> byKind(List<JsonNode> letters) {
        return letters.stream()
                .collect(Collectors.toMap(PoisonRecordsTest::kind, letter -> letter, (a, b) -> a, HashMap::new));
    }

    private static String kind(JsonNode letter) {
        return letter.get(letter.get("reason").asText().equals(LOOP) ? "reason" : "category")
                .asText();
    }

    /** The envelope of an answer that was cut off. */
    private static void assertTellsAll(SeraiHome home, JsonNode letter) {
        JsonNode whole = json(home.out("dlq", "show", letter.get("id").asText(), "--json"));
        JsonNode details = whole.get("details");
        assertEquals("SERAI-1858", whole.get("reason").asText());
        assertEquals("@@finish length\n@@tokens 5", whole.get("content").asText());
        assertEquals("1 2 3 4 5", details.get("partial-output").asText());
        assertTrue(details.get("prompt").asText().contains("@@finish length"), details::toString);
        assertTrue(details.get("prompt-digest").asText().startsWith("sha256:"), details::toString);
        assertTrue(details.get("model-digest").asText().startsWith("sha256:"), details::toString);
        assertEquals("assistant", details.get("alias").asText());
        assertEquals("questions", details.get("topic").asText());
        assertTrue(details.has("partition") && details.has("offset") && details.has("timestamp"), details::toString);
    }

    /** The model would have gone on for ever; nothing but its alias ended it. */
    private static void assertTellsWhatWasRepeated(SeraiHome home, JsonNode letter) {
        JsonNode details = json(home.out("dlq", "show", letter.get("id").asText(), "--json"))
                .get("details");
        assertEquals("loop", details.get("finish-reason").asText());
        String partial = details.get("partial-output").asText();
        assertTrue(partial.startsWith("the same again the same again ") && partial.length() < 400, partial);
    }

    /**
     * The file of the cluster is edited while the route goes on: first with a slip, then to compress what is written in
     * each way that Kafka has.
     */
    private static void assertAChangeOfTheClusterStopsNothing(SeraiHome home, LocalBroker broker, TopicClient client)
            throws Exception {
        cluster(home, broker, "fetch.min.byte=1\n");
        SeraiHome.await("the reason", () -> home.out("status", "--json").contains("did you mean 'fetch.min.bytes'?"));
        client.send(List.of(new ProducerRecord<>("questions", "key 1", "question of before")));
        awaitAnswers(client, NEIGHBOURS + 1);

        for (int i = 0; i < CODECS.size(); i++) {
            String codec = CODECS.get(i);
            cluster(home, broker, "client.id=" + codec + "\nproducer.compression.type=" + codec + "\n");
            SeraiHome.await("the client " + codec, () -> isMember(broker, codec));
            client.send(List.of(new ProducerRecord<>("questions", "key 1", "question by " + codec)), codec);
            awaitAnswers(client, NEIGHBOURS + 2 + i);
        }
    }

    private static boolean isMember(LocalBroker broker, String clientId) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            return admin.describeConsumerGroups(List.of("answers")).all().get().values().stream()
                    .flatMap(group -> group.members().stream())
                    .anyMatch(member -> member.clientId().equals(clientId));
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static void assertReplaySucceedsOnceMended(
            SeraiHome home, TopicClient client, Path broken, JsonNode letter, int letters) throws Exception {
        String id = letter.get("id").asText();
        SeraiHome.Outcome early = home.serai("dlq", "replay", id);
        assertEquals(1, early.status(), early::toString);
        assertTrue(early.out().contains("the price list is missing"), early::toString);
        assertEquals(letters, letters(home).size());

        Files.delete(broken);
        home.serai("dlq", "replay", id, "--alias", "larger").expectSuccess();
        assertEquals(letters - 1, letters(home).size());
        assertEquals(1, client.counts("answers").getOrDefault("mended question", 0));
    }
}
