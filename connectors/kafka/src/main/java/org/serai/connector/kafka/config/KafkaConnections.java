package org.serai.connector.kafka.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.jspecify.annotations.Nullable;
import org.osgi.service.cm.ManagedService;
import org.osgi.service.cm.ManagedServiceFactory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.serai.connector.kafka.ClusterAddress;
import org.serai.connector.kafka.Connections;
import org.serai.error.SeraiException;
import org.serai.settings.Secrets;
import org.serai.status.InstanceInfo;
import org.serai.status.StatusSource;

/**
 * The clusters as Configuration Admin has them: the configuration {@value #PID} is the default one, and a factory
 * configuration of the same name makes a named one. What is wrong with a file is told in {@code serai status} and, where
 * there is no former configuration that is well, to whoever asks for the cluster.
 */
@Component(
        service = {Connections.class, StatusSource.class, ManagedService.class, ManagedServiceFactory.class},
        immediate = true, // what Configuration Admin told would be gone with an instance that nobody holds
        property = "service.pid=" + KafkaConnections.PID)
public final class KafkaConnections
        implements Connections, StatusSource, ManagedService, ManagedServiceFactory, AutoCloseable {
    static final String PID = "org.serai.kafka";

    /**
     * How large a request this connector makes: brokers say how large a record of a topic may be, and what was read must
     * be writable. Kafka's own default would be 1 MiB.
     */
    private static final String MAX_REQUEST_BYTES = Integer.toString(16 << 20);

    /** Between two trials of a changed file. */
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final Map<String, ChangingCluster> clusters = new ConcurrentSkipListMap<>();
    private final Map<String, Long> versions = new ConcurrentHashMap<>();
    private final Secrets secrets;
    private final Trial trial;
    private final Duration pause;

    /** For a container. */
    @Activate
    public KafkaConnections(@Reference(name = "instance") InstanceInfo instance) {
        this(new Secrets(System::getenv, instance.home()), new BrokerTrial(), PAUSE);
    }

    KafkaConnections(Secrets secrets, Trial trial, Duration pause) {
        this.secrets = secrets;
        this.trial = trial;
        this.pause = pause;
    }

    /** For use without a container, with relative paths from {@code home}. */
    public static KafkaConnections in(Path home) {
        return new KafkaConnections(new Secrets(System::getenv, home), new BrokerTrial(), PAUSE);
    }

    @Override
    public Map<String, Object> properties(ClusterAddress address, Client client) {
        Map<String, Object> properties = options(address, client);
        if (address.brokers() != null) {
            properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, address.brokers());
        }
        properties.putAll(new EndpointOptions(address.options()).values(client, secrets));
        if (client == Client.PRODUCER) {
            properties.putIfAbsent(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
        }
        return properties;
    }

    private Map<String, Object> options(ClusterAddress address, Client client) {
        String connection = address.name();
        ChangingCluster cluster = clusters.get(connection);
        if (cluster != null) {
            return cluster.inUse().properties(client, secrets);
        }
        if (address.brokers() != null && connection.equals(DEFAULT)) {
            return new HashMap<>();
        }
        throw new SeraiException(
                KafkaConfigurationErrors.UNKNOWN_CLUSTER,
                "There is no Kafka cluster '" + connection + "'. Write " + file(connection)
                        + " with bootstrap.servers in it"
                        + (connection.equals(DEFAULT) ? ", or name the brokers in the endpoint." : "."));
    }

    @Override
    public void check(ClusterAddress address) {
        new EndpointOptions(address.options()).check(secrets);
    }

    @Override
    public long version(String connection) {
        return versions.getOrDefault(connection, 0L);
    }

    @Override
    public void updated(@Nullable Dictionary<String, ?> properties) {
        if (properties == null) {
            remove(DEFAULT);
        } else {
            configure(DEFAULT, values(properties));
        }
    }

    @Override
    public void updated(String pid, Dictionary<String, ?> properties) {
        configure(nameOf(pid), values(properties));
    }

    @Override
    public void deleted(String pid) {
        remove(nameOf(pid));
    }

    void configure(String name, Map<String, ?> values) {
        Cluster wanted = Cluster.of(name, file(name), values);
        ChangingCluster known = clusters.get(name);
        if (known == null) {
            clusters.put(name, new ChangingCluster(wanted, secrets, trial, pause, () -> changed(name)));
            changed(name);
        } else {
            known.change(wanted);
        }
    }

    /** Configuration Admin also says at first that there is no configuration. */
    void remove(String name) {
        ChangingCluster gone = clusters.remove(name);
        if (gone != null) {
            gone.close();
            changed(name);
        }
    }

    private void changed(String name) {
        versions.merge(name, 1L, Long::sum);
    }

    /** Ends trials that are under way. */
    @Override
    @Deactivate
    public void close() {
        clusters.values().forEach(ChangingCluster::close);
    }

    private static Map<String, Object> values(Dictionary<String, ?> properties) {
        Map<String, Object> values = new HashMap<>();
        Collections.list(properties.keys()).forEach(key -> values.put(key, properties.get(key)));
        return values;
    }

    private static String nameOf(String pid) {
        return pid.substring(pid.indexOf('~') + 1);
    }

    private static String file(String name) {
        return name.equals(DEFAULT) ? "etc/" + PID + ".cfg" : "etc/" + PID + "~" + name + ".cfg";
    }

    /** What Configuration Admin calls this. */
    @Override
    public String getName() {
        return "Kafka clusters";
    }

    @Override
    public String section() {
        return "kafka-clusters";
    }

    @Override
    public List<Row> rows() {
        return clusters.values().stream().map(ChangingCluster::row).toList();
    }
}
