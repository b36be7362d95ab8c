package org.serai.broker;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Sends documents to a topic, a record for each file, and prints the records of topics. Kafka's own console tools send a
 * record for each line, which cuts documents to pieces.
 */
public final class TopicTool {
    private static final String USAGE = """
            Usage: topic BOOTSTRAP_SERVERS create TOPIC...       makes topics that are not there
                   topic BOOTSTRAP_SERVERS send TOPIC FILE...    sends each file as a record, its name as the key
                   topic BOOTSTRAP_SERVERS read TOPIC...         prints the records of the topics as they come, until Ctrl-C""";

    private TopicTool() {}

    /** Runs one of the commands of the usage text; the exit status is 2 where there is no such command. */
    public static void main(String[] words) throws Exception {
        if (words.length < 3) {
            misused();
            return;
        }
        String servers = words[0];
        List<String> rest = List.of(words).subList(2, words.length);
        switch (words[1]) {
            case "create" -> Topics.ensure(servers, rest);
            case "send" -> send(servers, rest.getFirst(), rest.subList(1, rest.size()));
            case "read" -> read(servers, rest, new PrintStream(System.out, true, StandardCharsets.UTF_8));
            default -> misused();
        }
    }

    private static void misused() {
        System.err.println(USAGE);
        System.exit(2);
    }

    private static void send(String servers, String topic, List<String> files)
            throws IOException, ExecutionException, InterruptedException {
        Map<String, Object> options = Map.of("bootstrap.servers", servers);
        try (var producer = new KafkaProducer<>(options, new StringSerializer(), new StringSerializer())) {
            for (String each : files) {
                Path file = Path.of(each);
                producer.send(new ProducerRecord<>(topic, file.getFileName().toString(), Files.readString(file)))
                        .get();
            }
        }
    }

    private static void read(String servers, List<String> topics, PrintStream out) {
        Map<String, Object> options = Map.of(
                "bootstrap.servers",
                servers,
                "group.id",
                "topic-tool-" + UUID.randomUUID(),
                "auto.offset.reset",
                "earliest",
                "enable.auto.commit",
                "false",
                "isolation.level",
                "read_committed");
        try (var consumer = new KafkaConsumer<>(options, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(new ArrayList<>(topics));
            while (!Thread.currentThread().isInterrupted()) {
                for (ConsumerRecord<String, String> each : consumer.poll(Duration.ofMillis(200))) {
                    print(each, out);
                }
            }
        }
    }

    /** One line for each record, so that programs can read it, too. */
    private static void print(ConsumerRecord<String, String> each, PrintStream out) {
        String value = String.valueOf(each.value()).replace("\\", "\\\\").replace("\n", "\\n");
        out.println(each.topic() + "\t" + each.key() + "\t" + value);
        out.flush();
    }
}
