package org.serai.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(900)
class LocalBrokerTest {
    @TempDir
    Path directory;

    @Test
    void keepsWhatWasAcknowledgedOverAStopAndAKill() throws Exception {
        try (var broker = LocalBroker.start(BrokerSettings.in(directory))) {
            String address = broker.bootstrapServers();
            Topics.create(address, 1, "lines");
            send(address, "one");
            broker.stop();
            assertFalse(broker.isRunning());

            broker.start();
            send(address, "two");
            broker.kill();
            assertFalse(broker.isRunning());

            broker.start();
            send(address, "three");
            assertEquals(List.of("one", "two", "three"), read(address, 3));
            assertEquals(address, broker.bootstrapServers());

            var refused = assertThrows(ExecutionException.class, () -> Topics.create(address, 1, "lines"));
            assertInstanceOf(TopicExistsException.class, refused.getCause());
        }
    }

    @Test
    void endsWhenItsParentIsKilled() throws Exception {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        BrokerSettings.in(directory).classPath(),
                        Parent.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        ProcessHandle broker;
        try (BufferedReader output = parent.inputReader()) {
            broker = ProcessHandle.of(Long.parseLong(output.readLine())).orElseThrow();
        } finally {
            parent.destroyForcibly().waitFor();
        }
        broker.onExit().get(4, TimeUnit.MINUTES);
    }

    /** Starts a broker, tells its process, and waits to be killed. */
    static final class Parent {
        public static void main(String[] arguments) throws Exception {
            var broker = LocalBroker.start(BrokerSettings.in(Path.of(arguments[0])));
            System.out.println(broker.pid());
            Thread.currentThread().join();
        }
    }

    @Test
    void saysWhyItDoesNotStart() throws Exception {
        try (var taken = new ServerSocket(FreePort.next(), 1, InetAddress.getLoopbackAddress())) {
            var settings = BrokerSettings.in(directory).withPort(taken.getLocalPort());
            var failure = assertThrows(IOException.class, () -> LocalBroker.start(settings));
            String message = String.valueOf(failure.getMessage());
            assertTrue(message.contains("Address already in use"), message);
            assertTrue(message.contains("port " + taken.getLocalPort()), message);
        }
        assertTrue(Files.exists(directory.resolve("broker.log")));
    }

    private static void send(String address, String value) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", address), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("lines", value)).get();
        }
    }

    private static List<String> read(String address, int count) {
        var values = new ArrayList<String>();
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", address, "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(List.of(new TopicPartition("lines", 0)));
            while (values.size() < count) {
                consumer.poll(Duration.ofSeconds(1)).forEach(next -> values.add(next.value()));
            }
        }
        return values;
    }
}
