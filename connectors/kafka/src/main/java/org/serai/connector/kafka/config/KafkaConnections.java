package org.serai.connector.kafka.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.jspecify.annotations.Nullable;
import org.osgi.service.cm.ManagedService;
import org.osgi.service.cm.ManagedServiceFactory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.serai.connector.kafka.Connections;
import org.serai.error.SeraiException;
import org.serai.settings.Secrets;
import org.serai.status.InstanceInfo;
import org.serai.status.StatusSource;

/**
 * The clusters as Configuration Admin has them: the configuration {@value #PID} is the default one, and a factory
 * configuration of the same name makes a named one. What is wrong with a file is told in {@code serai status} and to
 * whoever asks for the cluster; files that are mended, and secrets that are changed, count from then on.
 */
@Component(
        service = {Connections.class, StatusSource.class, ManagedService.class, ManagedServiceFactory.class},
        immediate = true, // what Configuration Admin told would be gone with an instance that nobody holds
        property = "service.pid=" + KafkaConnections.PID)
public final class KafkaConnections implements Connections, StatusSource, ManagedService, ManagedServiceFactory {
    static final String PID = "org.serai.kafka";

    /**
     * How large a request this connector makes: brokers say how large a record of a topic may be, and what was read must
     * be writable. Kafka's own default would be 1 MiB.
     */
    private static final String MAX_REQUEST_BYTES = Integer.toString(16 << 20);

    private final Map<String, Cluster> clusters = new ConcurrentSkipListMap<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final Secrets secrets;

    /** For a container. */
    @Activate
    public KafkaConnections(@Reference(name = "instance") InstanceInfo instance) {
        this(new Secrets(System::getenv, instance.home()));
    }

    KafkaConnections(Secrets secrets) {
        this.secrets = secrets;
    }

    /** For use without a container, with relative paths from {@code home}. */
    public static KafkaConnections in(Path home) {
        return new KafkaConnections(new Secrets(System::getenv, home));
    }

    @Reference(name = "listeners", cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addListener(Listener listener) {
        listeners.add(listener);
    }

    void removeListener(Listener listener) {
        listeners.remove(listener);
    }

    @Override
    public Map<String, Object> properties(String connection, @Nullable String brokers, Client client) {
        Map<String, Object> properties = options(connection, brokers, client);
        if (brokers != null) {
            properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, brokers);
        }
        if (client == Client.PRODUCER) {
            properties.putIfAbsent(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
        }
        return properties;
    }

    private Map<String, Object> options(String connection, @Nullable String brokers, Client client) {
        Cluster cluster = clusters.get(connection);
        if (cluster != null) {
            return cluster.properties(client, secrets);
        }
        if (brokers != null && connection.equals(DEFAULT)) {
            return new HashMap<>();
        }
        throw new SeraiException(
                KafkaConfigurationErrors.UNKNOWN_CLUSTER,
                "There is no Kafka cluster '" + connection + "'. Write " + file(connection)
                        + " with bootstrap.servers in it"
                        + (connection.equals(DEFAULT) ? ", or name the brokers in the endpoint." : "."));
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
        clusters.put(name, new Cluster(name, file(name), values));
        listeners.forEach(listener -> listener.connectionChanged(name));
    }

    /** Configuration Admin also says at first that there is no configuration. */
    void remove(String name) {
        if (clusters.remove(name) != null) {
            listeners.forEach(listener -> listener.connectionChanged(name));
        }
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
        List<Row> rows = new ArrayList<>();
        clusters.forEach((name, cluster) -> rows.add(row(name, cluster)));
        return rows;
    }

    private Row row(String name, Cluster cluster) {
        try {
            cluster.check(secrets);
            return new Row(name, "configured", cluster.brokers() + " by " + cluster.protocol(), true);
        } catch (SeraiException e) {
            return new Row(name, "failed", String.valueOf(e.getMessage()), false);
        }
    }
}
