package org.serai.it.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.serai.broker.BrokerSettings;
import org.serai.broker.LocalBroker;
import org.serai.broker.Topics;
import org.serai.it.support.ScriptedModel;
import org.serai.it.support.SeraiHome;

/**
 * A process stands still with work in flight, as under a paused virtual machine, until another one has taken its partitions,
 * and then goes on as if nothing had been: a zombie, whose late results must not be written.
 */
@EnabledIfSystemProperty(named = "serai.long", matches = "true")
@Timeout(900)
class FrozenMemberTest {
    private static final int RECORDS = 60;
    private static final int PARTITIONS = 4;

    @TempDir
    private Path folder;

    @Test
    void aZombieWritesNothingTwice() throws Exception {
        try (LocalBroker broker = LocalBroker.start(BrokerSettings.in(folder.resolve("broker")));
                SeraiHome first = home("first", broker);
                SeraiHome second = home("second", broker)) {
            Topics.create(broker.bootstrapServers(), PARTITIONS, "questions", "answers", "questions.dlq");
            TopicClient client = new TopicClient(broker.bootstrapServers());
            client.send(questions(0, RECORDS));
            first.serai("start").expectSuccess();
            SeraiHome.await("the first answers", () -> client.counts("answers").size() > 4);

            signal(first, "STOP");
            int answered = client.counts("answers").size();
            assertTrue(answered < RECORDS, answered + " were answered before it stood still");
            second.serai("start").expectSuccess();
            SeraiHome.await(
                    "all answers of the other", () -> client.counts("answers").size() == RECORDS);
            signal(first, "CONT");
            client.send(questions(RECORDS, 2 * RECORDS));
            SeraiHome.await(
                    "all answers of both", () -> client.counts("answers").size() == 2 * RECORDS);

            second.serai("stop").expectSuccess();
            client.send(questions(2 * RECORDS, 3 * RECORDS));
            SeraiHome.await(
                    "answers of the one that stood still",
                    () -> client.counts("answers").size() == 3 * RECORDS);
            assertEquals(Set.of(1), Set.copyOf(client.counts("answers").values()));
            assertEquals(Map.of(), client.counts("questions.dlq"));
        }
    }

    private static List<ProducerRecord<String, String>> questions(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(number ->
                        new ProducerRecord<>("questions", "key-" + number % 20, "@@work 500\nquestion " + number))
                .toList();
    }

    private SeraiHome home(String name, LocalBroker broker) throws IOException {
        SeraiHome home = new SeraiHome(Files.createDirectories(folder.resolve(name)));
        ScriptedModel.install(home, home.path("work.log"));
        ScriptedModel.alias(home, "assistant", "slots=4");
        home.write("etc/org.serai.kafka.cfg", """
                bootstrap.servers = %s
                session.timeout.ms = 10000
                heartbeat.interval.ms = 1000
                """.formatted(broker.bootstrapServers()));
        home.write("routes/answers.camel.yaml", """
                - route:
                    id: answers
                    from:
                      uri: serai-kafka:questions
                      parameters: {order: key, exactlyOnce: true}
                      steps:
                        - to: serai:complete?model=assistant
                        - to: serai-kafka:answers
                """);
        return home;
    }

    private static void signal(SeraiHome home, String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(home.pid()))
                .inheritIO()
                .start();
        assertEquals(0, kill.waitFor());
    }
}
