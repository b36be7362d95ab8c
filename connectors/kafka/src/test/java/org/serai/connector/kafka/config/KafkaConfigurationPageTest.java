package org.serai.connector.kafka.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serai.settings.Secrets;

/** Every file of {@code docs/kafka-configuration.md} is one that the connector takes. */
class KafkaConfigurationPageTest {
    private static final Pattern BLOCK = Pattern.compile("```properties[^\n]*\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path home;

    @Test
    void takesEveryFileOfThePage() throws Exception {
        String page = Files.readString(Path.of("../../docs/kafka-configuration.md"));
        List<String> blocks =
                BLOCK.matcher(page).results().map(block -> block.group(1)).toList();
        assertTrue(blocks.size() >= 4, "the page has lost its examples");
        for (String block : blocks) {
            var connections = new KafkaConnections(
                    new Secrets(name -> "secret of " + name, home), properties -> {}, Duration.ZERO);
            connections.configure("page", options(block));
            var row = connections.rows().getFirst();
            assertEquals("configured", row.state(), row::detail);
        }
    }

    /** The block's options; files that it names are here in the home instead. */
    private Map<String, String> options(String block) throws Exception {
        var properties = new Properties();
        properties.load(new StringReader(block));
        Map<String, String> options = new HashMap<>();
        for (String name : properties.stringPropertyNames()) {
            options.put(name, properties.getProperty(name).replaceAll("\\$\\{file:[^}]*/", "\\${file:"));
        }
        for (String file :
                List.of("kafka-ca.pem", "serai.pem", "serai-key.pem", "trust-password", "keystore-password")) {
            Files.writeString(home.resolve(file), "content of " + file);
        }
        return options;
    }
}
