package org.serai.it.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aQute.bnd.osgi.Analyzer;
import aQute.bnd.osgi.Jar;
import java.io.StringReader;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serai.broker.BrokerSettings;
import org.serai.broker.LocalBroker;
import org.serai.broker.Topics;
import org.serai.it.support.SeraiHome;

/** Camel's own {@code kafka:} component, made a bundle as {@code routes.md} says, works beside ours as a plug-in. */
class CamelKafkaTest {
    private static final Pattern INSTRUCTIONS =
            Pattern.compile("```properties tested-by=CamelKafkaTest\\n([\\s\\S]*?)```");

    @TempDir
    private Path folder;

    @Test
    void camelsOwnComponentIsOneMorePlugin() throws Exception {
        try (LocalBroker broker = LocalBroker.start(BrokerSettings.in(folder.resolve("broker")));
                SeraiHome home = new SeraiHome(Files.createDirectories(folder.resolve("home")))) {
            Topics.create(broker.bootstrapServers(), 1, "in", "out");
            home.write("routes/copy.camel.yaml", """
                    - route:
                        id: copy
                        from:
                          uri: kafka:in?brokers=%1$s&autoOffsetReset=earliest&groupId=copy&pollTimeoutMs=500
                          steps:
                            - setBody:
                                simple: "copy of ${body}"
                            - to: kafka:out?brokers=%1$s
                    """.formatted(broker.bootstrapServers()));
            home.serai("start").expectSuccess();
            String before = home.out("route", "list");
            assertTrue(before.contains("pending"), before);

            Path work = home.path("data/camel-kafka.jar");
            bundle(work);
            Files.move(work, home.path("plugins/camel-kafka.jar"), StandardCopyOption.ATOMIC_MOVE);
            SeraiHome.await("the route", () -> home.out("route", "list").contains("running"));
            TopicClient client = new TopicClient(broker.bootstrapServers());
            client.send(List.of(new ProducerRecord<>("in", "key", "record")));

            SeraiHome.await("the copy", () -> !client.counts("out").isEmpty());
            assertEquals(Map.of("copy of record", 1), client.counts("out"));
        }
    }

    /** What {@code bnd wrap} does with the page's instructions. */
    private static void bundle(Path target) throws Exception {
        Matcher instructions = INSTRUCTIONS.matcher(Files.readString(Path.of("../../docs/routes.md")));
        assertTrue(instructions.find(), "The page has lost its instructions");
        Properties properties = new Properties();
        properties.load(new StringReader(instructions.group(1)));
        URL component = CamelKafkaTest.class.getResource("/META-INF/services/org/apache/camel/component/kafka");
        assertNotNull(component);
        Path jar = Path.of(
                ((JarURLConnection) component.openConnection()).getJarFileURL().toURI());
        try (Analyzer analyzer = new Analyzer(new Jar(jar.toFile()))) {
            analyzer.addProperties(properties);
            analyzer.getJar().setManifest(analyzer.calcManifest());
            analyzer.getJar().write(target.toFile());
        }
    }
}
