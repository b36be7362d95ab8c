package org.serai.connector.kafka.config;

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.serai.connector.kafka.Clients;
import org.serai.connector.kafka.Connections.Client;

/** What Kafka's clients know of their options: names, types, and which of them this connector sets itself. */
final class ClientOptions {
    /** Kafka looks for the classes of default values as soon as its definitions are touched. */
    private static final Map<Client, ConfigDef> DEFINITIONS = Clients.create(() -> new EnumMap<>(Map.of(
            Client.CONSUMER, ConsumerConfig.configDef(),
            Client.PRODUCER, ProducerConfig.configDef(),
            Client.ADMIN, AdminClientConfig.configDef())));

    private static final String BYTES =
            "records are read and written as bytes; the endpoint's bodyType says what a body is";
    private static final String MEMBERSHIP = "partitions move one by one, without stopping the others";
    private static final String TRANSACTIONS = "routes with exactlyOnce=true name their transactions themselves";
    private static final String ALL_COPIES = "nothing counts as written before every in-sync copy has it, once";
    private static final String COMMITS = "an offset is committed when every record before it is finished";

    private static final Map<String, String> OWNED = Map.ofEntries(
            Map.entry("enable.auto.commit", COMMITS),
            Map.entry("auto.commit.interval.ms", COMMITS),
            Map.entry("group.id", "the endpoint's option group names it"),
            Map.entry("group.instance.id", "the endpoint's option groupInstanceId names it"),
            Map.entry("auto.offset.reset", "the endpoint's option startAt says it"),
            Map.entry("key.deserializer", BYTES),
            Map.entry("value.deserializer", BYTES),
            Map.entry("key.serializer", BYTES),
            Map.entry("value.serializer", BYTES),
            Map.entry("partition.assignment.strategy", MEMBERSHIP),
            Map.entry("group.protocol", MEMBERSHIP),
            Map.entry("group.remote.assignor", MEMBERSHIP),
            Map.entry("transactional.id", TRANSACTIONS),
            Map.entry("transaction.two.phase.commit.enable", TRANSACTIONS),
            Map.entry("enable.idempotence", ALL_COPIES),
            Map.entry("acks", ALL_COPIES));

    private ClientOptions() {}

    static boolean isKnown(Client client, String name) {
        return definition(client).names().contains(name);
    }

    static boolean isKnown(String name) {
        return DEFINITIONS.values().stream().anyMatch(options -> options.names().contains(name));
    }

    /** Why nobody else may set the option; empty where everybody may. */
    static String whyOwned(String name) {
        return OWNED.getOrDefault(name, "");
    }

    /** Whether Kafka keeps values of the option out of its own log; with or without the prefix of a kind of client. */
    static boolean isSecret(String name) {
        return DEFINITIONS.entrySet().stream().anyMatch(options -> {
            String prefix = prefix(options.getKey());
            ConfigDef.ConfigKey key = options.getValue()
                    .configKeys()
                    .get(name.startsWith(prefix) ? name.substring(prefix.length()) : name);
            return key != null && key.type() == ConfigDef.Type.PASSWORD;
        });
    }

    /** What somebody may have meant: options of one kind of client. */
    static Collection<String> names(Client client) {
        Set<String> names = new TreeSet<>(definition(client).names());
        names.removeAll(OWNED.keySet());
        return names;
    }

    /** What somebody may have meant: options of all clients, and those of one kind with its prefix. */
    static Collection<String> allNames() {
        Set<String> names = new TreeSet<>();
        for (Client client : Client.values()) {
            for (String name : names(client)) {
                names.add(name);
                names.add(prefix(client) + name);
            }
        }
        return names;
    }

    /** What Kafka says against the values. Its text has the value in it where that is not secret by its kind. */
    static List<ConfigValue> wrong(Client client, Map<String, String> values) {
        return Clients.create(() -> definition(client).validate(values)).stream()
                .filter(value -> values.containsKey(value.name()))
                .filter(value -> !value.errorMessages().isEmpty())
                .toList();
    }

    /** What the names of options begin with that are for one kind of client. */
    static String prefix(Client client) {
        return client.name().toLowerCase(Locale.ROOT) + ".";
    }

    private static ConfigDef definition(Client client) {
        return Objects.requireNonNull(DEFINITIONS.get(client));
    }
}
