package org.serai.broker;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/** The properties of a broker that is alone: one copy of everything, few partitions, no waiting for other members. */
final class BrokerProperties {
    private static final String HOST = "127.0.0.1";
    private static final String CONTROLLER = "CONTROLLER";

    private BrokerProperties() {}

    /** Writes the properties into the broker's directory, and returns the file. */
    static Path write(BrokerSettings settings, int port) throws IOException {
        Files.createDirectories(settings.directory());
        Path file = settings.directory().resolve("broker.properties");
        try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            properties(settings, port).store(writer, null);
        }
        return file;
    }

    private static Properties properties(BrokerSettings settings, int port) throws IOException {
        int controllerPort = FreePort.next(); // nobody outside knows it, so it may be another one at each start
        var listeners = new LinkedHashMap<String, Integer>();
        listeners.put("PLAINTEXT", port);
        listeners.putAll(settings.listeners());
        String advertised = addresses(listeners);
        listeners.put(CONTROLLER, controllerPort);

        var properties = new Properties();
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", "1");
        properties.put("controller.quorum.voters", "1@" + HOST + ":" + controllerPort);
        properties.put("controller.listener.names", CONTROLLER);
        properties.put("inter.broker.listener.name", "PLAINTEXT");
        properties.put("listeners", addresses(listeners));
        properties.put("advertised.listeners", advertised);
        properties.put(
                "listener.security.protocol.map",
                "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_PLAINTEXT:SASL_PLAINTEXT,SASL_SSL:SASL_SSL");
        properties.put("log.dirs", settings.directory().resolve("data").toString());
        properties.put("offsets.topic.replication.factor", "1");
        properties.put("offsets.topic.num.partitions", "4");
        properties.put("transaction.state.log.replication.factor", "1");
        properties.put("transaction.state.log.min.isr", "1");
        properties.put("transaction.state.log.num.partitions", "4");
        properties.put("share.coordinator.state.topic.replication.factor", "1");
        properties.put("share.coordinator.state.topic.min.isr", "1");
        properties.put("group.initial.rebalance.delay.ms", "0");
        properties.put(
                "broker.session.timeout.ms", "9000"); // as long as a killed broker waits for its old self to be gone
        properties.put("broker.heartbeat.interval.ms", "500");
        properties.put("log.cleaner.dedupe.buffer.size", "4194304"); // of 128 MiB, else
        properties.put(BrokerProcess.OWN_ADDRESS, HOST + ":" + port);
        properties.putAll(settings.properties());
        return properties;
    }

    private static String addresses(Map<String, Integer> listeners) {
        return listeners.entrySet().stream()
                .map(listener -> listener.getKey() + "://" + HOST + ":" + listener.getValue())
                .collect(Collectors.joining(","));
    }
}
