package org.serai.connector.kafka.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigValue;
import org.serai.connector.kafka.Connections.Client;
import org.serai.error.SeraiException;
import org.serai.settings.Nearest;
import org.serai.settings.Secrets;

/**
 * Options of Kafka's clients as somebody wrote them. An option counts for every kind of client that knows it; with
 * {@code consumer.}, {@code producer.} or {@code admin.} before its name it counts for that kind, and wins. Immutable; equal
 * where the same is written.
 *
 * @param written values by names; they may refer to secrets
 */
record WrittenOptions(SortedMap<String, String> written) {
    WrittenOptions(Map<String, String> written) {
        this(Collections.unmodifiableSortedMap(new TreeMap<>(written)));
    }

    /** What is written for the option; empty where nothing is. */
    String get(String name) {
        return written.getOrDefault(name, "");
    }

    Set<String> names() {
        return written.keySet();
    }

    /** Those that refer to no secret, so that they can be looked at without reading any. */
    WrittenOptions withoutSecrets() {
        Map<String, String> open = new HashMap<>(written);
        open.values().removeIf(Secrets::isIn);
        return new WrittenOptions(open);
    }

    /**
     * The options of one kind of client.
     *
     * @throws SeraiException where a secret cannot be read
     */
    Map<String, String> values(Client client, Secrets secrets) {
        Map<String, String> values = new HashMap<>();
        for (String option : ClientOptions.names(client)) {
            String value = written.get(keyOf(client, option));
            if (value != null) {
                values.put(option, resolved(secrets, value));
            }
        }
        return values;
    }

    /** What is wrong with the names, each with what somebody may have meant. */
    List<String> problemsOfNames() {
        List<String> problems = new ArrayList<>();
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

    /**
     * What Kafka says against the values.
     *
     * @throws SeraiException where a secret cannot be read
     */
    List<String> problemsOfValues(Secrets secrets) {
        return Stream.of(Client.values())
                .flatMap(client -> ClientOptions.wrong(client, values(client, secrets)).stream()
                        .map(wrong -> describe(client, wrong)))
                .distinct()
                .toList();
    }

    /** Kafka's text has the value in it, so it is shown only where the value stands in the file. */
    private String describe(Client client, ConfigValue wrong) {
        String key = keyOf(client, wrong.name());
        String value = get(key);
        return Secrets.isIn(value)
                ? "'" + key + "': what " + value + " stands for is not a value that this option can have"
                : "'" + key + "': " + String.join(", ", wrong.errorMessages());
    }

    private String keyOf(Client client, String option) {
        String special = ClientOptions.prefix(client) + option;
        return written.containsKey(special) ? special : option;
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
