package org.serai.it.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
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
 * The process dies while thousands of records that take no time are counted as begun. The crash counts for all of them, and
 * none of them is given up for it, lost or held back.
 */
@EnabledIfSystemProperty(named = "serai.long", matches = "true")
@Timeout(900)
class CrashAheadTest {
    private static final int RECORDS = 60_000;
    private static final int CLAIMED = 1_000;

    /** Runs of records that were begun, as the offsets that are committed tell them: the first, how many, how often. */
    private static final Pattern RUN = Pattern.compile(" [0-9a-z]+(?:/([0-9a-z]+))?:[0-9a-z]+");

    @TempDir
    private Path folder;

    @Test
    void recordsThatWereClaimedAheadComeThrough() throws Exception {
        Path cause = Files.writeString(folder.resolve("cause"), "of the crash");
        try (LocalBroker broker = LocalBroker.start(BrokerSettings.in(folder.resolve("broker")));
                SeraiHome home = new SeraiHome(Files.createDirectories(folder.resolve("home")))) {
            Topics.create(broker.bootstrapServers(), 4, "lines", "copies", "lines.dlq");
            install(home, broker);
            TopicClient client = new TopicClient(broker.bootstrapServers());
            client.send(lines(cause));

            home.serai("start"); // which fails where the crash is quicker
            SeraiHome.await("the crash", () -> claimed(broker) > 0 && !isRunning(home));
            long claimed = claimed(broker);
            assertTrue(claimed > CLAIMED, claimed + " records were claimed at the crash");
            Files.delete(cause);
            home.serai("start").expectSuccess();

            SeraiHome.await("every line", () -> finished(broker) == RECORDS);
            assertEquals(copied(), client.counts("copies").keySet());
            assertEquals(Map.of(), client.counts("lines.dlq"));
        }
    }

    private static void install(SeraiHome home, LocalBroker broker) throws IOException {
        ScriptedModel.install(home, home.path("work.log"));
        ScriptedModel.alias(home, "assistant", "slots=8");
        home.write("etc/org.serai.kafka.cfg", """
                bootstrap.servers = %s
                session.timeout.ms = 10000
                heartbeat.interval.ms = 1000
                """.formatted(broker.bootstrapServers()));
        home.write("routes/lines.camel.yaml", """
                - route:
                    id: lines
                    from:
                      uri: serai-kafka:lines
                      parameters: {group: lines, order: none, maxAttempts: 3}
                      steps:
                        - choice:
                            when:
                              - simple: "${body} contains '@@crash'"
                                steps:
                                  - to: serai:complete?model=assistant
                              - simple: "${body} endsWith '00'"
                                steps:
                                  - to: serai-kafka:copies
                """);
    }

    private static List<ProducerRecord<String, String>> lines(Path cause) {
        return IntStream.range(0, RECORDS)
                .mapToObj(number -> new ProducerRecord<>(
                        "lines",
                        Integer.toString(number),
                        number == RECORDS / 2 ? "@@crash-while " + cause + "\nlast words" : "line " + number))
                .toList();
    }

    private static Set<String> copied() {
        return IntStream.range(0, RECORDS)
                .filter(number -> number > 0 && number % 100 == 0 && number != RECORDS / 2)
                .mapToObj(number -> "line " + number)
                .collect(Collectors.toSet());
    }

    private static boolean isRunning(SeraiHome home) {
        try {
            return Files.exists(home.path("data/run/ready"))
                    && ProcessHandle.of(home.pid()).isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    private static long finished(LocalBroker broker) {
        return committed(broker).stream().mapToLong(OffsetAndMetadata::offset).sum();
    }

    /** Records that an instance has counted as begun and not as finished. */
    private static long claimed(LocalBroker broker) {
        return committed(broker).stream()
                .map(OffsetAndMetadata::metadata)
                .mapToLong(CrashAheadTest::claimed)
                .sum();
    }

    private static long claimed(String metadata) {
        Matcher run = RUN.matcher(metadata);
        long records = 0;
        while (run.find()) {
            records += run.group(1) == null ? 1 : Long.parseLong(run.group(1), Character.MAX_RADIX);
        }
        return records;
    }

    private static Collection<OffsetAndMetadata> committed(LocalBroker broker) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            return admin.listConsumerGroupOffsets("lines")
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .values();
        } catch (ExecutionException e) {
            return List.of(); // there is no such group yet
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
