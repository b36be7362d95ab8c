package org.serai.connector.kafka.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.ConfigValue;
import org.serai.connector.kafka.Connections.Client;
import org.serai.error.SeraiException;
import org.serai.settings.Nearest;
import org.serai.settings.Secrets;

/**
 * What one file says of a cluster, as it is written there. An option counts for every kind of client that knows it; with
 * {@code consumer.}, {@code producer.} or {@code admin.} before its name it counts for that kind, and wins.
 */
final class Cluster {
    private final String name;
    private final String file;
    private final TreeMap<String, String> written = new TreeMap<>();

    /** @param configuration as Configuration Admin has it */
    Cluster(String name, String file, Map<String, ?> configuration) {
        this.name = name;
        this.file = file;
        configuration.forEach((key, value) -> {
            if (!isAboutTheConfiguration(key)) {
                written.put(key, String.valueOf(value).strip());
            }
        });
    }

    /** Keys that Configuration Admin and fileinstall add. */
    private static boolean isAboutTheConfiguration(String key) {
        return key.startsWith("service.") || key.startsWith("felix.fileinstall.") || key.startsWith(":configurator");
    }

    /** Where the brokers are, for people. */
    String brokers() {
        return written.getOrDefault(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, "");
    }

    /** How they are talked to, for people. */
    String protocol() {
        return written.getOrDefault(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, "PLAINTEXT");
    }

    /**
     * The options of one kind of client.
     *
     * @throws SeraiException that names every problem of the file
     */
    Map<String, Object> properties(Client client, Secrets secrets) {
        check(secrets);
        return new HashMap<>(values(client, secrets));
    }

    /** @throws SeraiException that names every problem of the file */
    void check(Secrets secrets) {
        List<String> problems = new ArrayList<>(namesThatCannotBe());
        if (problems.isEmpty()) {
            problems.addAll(valuesThatCannotBe(secrets));
        }
        if (!problems.isEmpty()) {
            throw new SeraiException(
                    KafkaConfigurationErrors.BAD_CONFIGURATION,
                    "The configuration of the Kafka cluster '" + name + "' is wrong: " + String.join("; ", problems)
                            + ". Correct " + file);
        }
    }

    private List<String> namesThatCannotBe() {
        List<String> problems = new ArrayList<>();
        if (brokers().isEmpty()) {
            problems.add("'" + CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG + "' is missing");
        }
        written.keySet().forEach(key -> problems.addAll(problemsOfName(key)));
        return problems;
    }

    private static List<String> problemsOfName(String key) {
        for (Client client : Client.values()) {
            String prefix = ClientOptions.prefix(client);
            if (key.startsWith(prefix)) {
                String option = key.substring(prefix.length());
                return problemsOfName(
                        key, option, ClientOptions.isKnown(client, option), prefix, ClientOptions.names(client));
            }
        }
        return problemsOfName(key, key, ClientOptions.isKnown(key), "", ClientOptions.allNames());
    }

    private static List<String> problemsOfName(
            String key, String option, boolean known, String prefix, Collection<String> meant) {
        String owned = ClientOptions.whyOwned(option);
        if (!owned.isEmpty()) {
            return List.of("'" + key + "' is not to be set here: " + owned);
        }
        if (!known) {
            String hint = Nearest.to(option, meant)
                    .map(near -> "; did you mean '" + prefix + near + "'?")
                    .orElse("");
            return List.of("unknown option '" + key + "'" + hint);
        }
        return List.of();
    }

    private List<String> valuesThatCannotBe(Secrets secrets) {
        return Stream.of(Client.values())
                .flatMap(client -> ClientOptions.wrong(client, values(client, secrets)).stream()
                        .map(wrong -> describe(client, wrong)))
                .distinct()
                .toList();
    }

    /** Kafka's text has the value in it, so it is shown only where the value stands in the file. */
    private String describe(Client client, ConfigValue wrong) {
        String key = keyOf(client, wrong.name());
        String value = written.getOrDefault(key, "");
        return Secrets.isIn(value)
                ? "'" + key + "': what " + value + " stands for is not a value that this option can have"
                : "'" + key + "': " + String.join(", ", wrong.errorMessages());
    }

    private String keyOf(Client client, String option) {
        String special = ClientOptions.prefix(client) + option;
        return written.containsKey(special) ? special : option;
    }

    private Map<String, String> values(Client client, Secrets secrets) {
        Map<String, String> values = new HashMap<>();
        for (String option : ClientOptions.names(client)) {
            String value = written.get(keyOf(client, option));
            if (value != null) {
                values.put(option, resolved(secrets, value));
            }
        }
        return values;
    }

    private static String resolved(Secrets secrets, String value) {
        try {
            return secrets.resolve(value);
        } catch (IllegalArgumentException e) {
            throw new SeraiException(
                    KafkaConfigurationErrors.MISSING_SECRET, "A secret is missing: " + e.getMessage() + ".", e);
        }
    }
}
