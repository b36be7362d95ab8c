package org.serai.it.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.serai.broker.BrokerSettings;
import org.serai.broker.LocalBroker;
import org.serai.broker.Topics;
import org.serai.it.support.ScriptedModel;
import org.serai.it.support.SeraiHome;

/** {@code serai route check} knows by measuring whether a route does what comes to it. */
@Timeout(600)
class KeepingPaceTest {
    /** More than one slot does in the minute that a new topic counts for. */
    private static final int RECORDS = 300;

    private static final String WARNING = "route slow does not keep up";

    @TempDir
    private Path folder;

    @Test
    void aRouteThatGetsMoreThanItsAliasCanDoIsWarnedOf() throws Exception {
        try (LocalBroker broker = LocalBroker.start(BrokerSettings.in(folder.resolve("broker")));
                SeraiHome home = new SeraiHome(Files.createDirectories(folder.resolve("home")))) {
            Topics.create(broker.bootstrapServers(), 2, "many", "few", "slow-answers", "quick-answers");
            ScriptedModel.install(home, folder.resolve("work.log"));
            ScriptedModel.alias(home, "assistant", "slots=1");
            home.write("etc/org.serai.kafka.cfg", "bootstrap.servers=" + broker.bootstrapServers() + "\n");
            write(home, "slow", "many");
            write(home, "quick", "few");
            new TopicClient(broker.bootstrapServers())
                    .send(IntStream.range(0, RECORDS)
                            .mapToObj(number -> new ProducerRecord<>(
                                    "many", Integer.toString(number), "@@work 1000\nquestion " + number))
                            .toList());
            home.serai("start").expectSuccess();

            SeraiHome.await("a warning", () -> check(home, "slow").contains(WARNING));
            assertEquals(
                    home.path("routes/quick.camel.yaml") + ": right",
                    check(home, "quick").strip());
        }
    }

    private static void write(SeraiHome home, String route, String topic) throws Exception {
        home.write("routes/" + route + ".camel.yaml", """
                - route:
                    id: %s
                    from:
                      uri: serai-kafka:%s
                      steps:
                        - to:
                            uri: serai:complete?model=assistant
                        - to:
                            uri: serai-kafka:%s-answers
                """.formatted(route, topic, route));
    }

    private static String check(SeraiHome home, String route) {
        return home.out("route", "check", "routes/" + route + ".camel.yaml");
    }
}
