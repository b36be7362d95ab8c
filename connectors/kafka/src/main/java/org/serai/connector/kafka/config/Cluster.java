package org.serai.connector.kafka.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.serai.connector.kafka.Connections.Client;
import org.serai.error.SeraiException;
import org.serai.settings.Secrets;

/**
 * What one file says of a cluster. Equal where the files say the same.
 *
 * @param name of the cluster
 * @param file where it is configured, for people
 * @param options what is written there
 */
record Cluster(String name, String file, WrittenOptions options) {
    /** @param configuration as Configuration Admin has it */
    static Cluster of(String name, String file, Map<String, ?> configuration) {
        Map<String, String> written = new HashMap<>();
        configuration.forEach((key, value) -> {
            if (!isAboutTheConfiguration(key)) {
                written.put(key, String.valueOf(value).strip());
            }
        });
        return new Cluster(name, file, new WrittenOptions(written));
    }

    /** Keys that Configuration Admin and fileinstall add. */
    private static boolean isAboutTheConfiguration(String key) {
        return key.startsWith("service.") || key.startsWith("felix.fileinstall.") || key.startsWith(":configurator");
    }

    /** Where the brokers are, for people. */
    String brokers() {
        return options.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
    }

    /** How they are talked to, for people. */
    String protocol() {
        String written = options.get(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG);
        return written.isEmpty() ? CommonClientConfigs.DEFAULT_SECURITY_PROTOCOL : written;
    }

    /**
     * The options of one kind of client.
     *
     * @throws SeraiException that names every problem of the file
     */
    Map<String, Object> properties(Client client, Secrets secrets) {
        check(secrets);
        return new HashMap<>(options.values(client, secrets));
    }

    /** @throws SeraiException that names every problem of the file */
    void check(Secrets secrets) {
        List<String> problems = new ArrayList<>();
        if (brokers().isEmpty()) {
            problems.add("'" + CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG + "' is missing");
        }
        problems.addAll(options.problemsOfNames());
        if (problems.isEmpty()) {
            problems.addAll(options.problemsOfValues(secrets));
        }
        if (!problems.isEmpty()) {
            throw new SeraiException(
                    KafkaConfigurationErrors.BAD_CONFIGURATION,
                    "The configuration of the Kafka cluster '" + name + "' is wrong: " + String.join("; ", problems)
                            + ". Correct " + file);
        }
    }
}
