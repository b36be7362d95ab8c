package org.serai.it.kafka;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.Map;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.serai.connector.kafka.RunningConsumers;
import org.serai.connector.kafka.config.KafkaConnections;

/** A Camel context with the Kafka connector, where the container is not the point. */
final class Instance implements AutoCloseable {
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final RunningConsumers running = new RunningConsumers();
    private final String name;

    /**
     * An instance that does nothing yet.
     *
     * @param name of its Kafka clients
     * @param options of the cluster's configuration
     */
    @SuppressWarnings("JdkObsolete") // Configuration Admin gives nothing else
    Instance(String name, Path home, String brokers, Map<String, String> options) {
        this.name = name;
        KafkaConnections connections = KafkaConnections.in(home);
        Hashtable<String, Object> configuration = new Hashtable<>(options);
        configuration.put("bootstrap.servers", brokers);
        configuration.put("client.id", name);
        connections.updated(configuration);
        camel.getPropertiesComponent().addInitialProperty("serai.home", home.toString());
        camel.getRegistry().bind("connections", connections);
        camel.getRegistry().bind("running", running);
        camel.getShutdownStrategy().setTimeout(10);
    }

    void start(RouteBuilder routes) throws Exception {
        camel.addRoutes(routes);
        camel.start();
    }

    String status() {
        return running.rows().toString();
    }

    /** A figure that Kafka's consumer keeps of its membership, such as {@code rebalance-total}. */
    double membership(String figure) throws JMException {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        Object value = beans.getAttribute(
                new ObjectName("kafka.consumer:type=consumer-coordinator-metrics,client-id=" + name), figure);
        return ((Number) value).doubleValue();
    }

    @Override
    public void close() {
        camel.stop();
    }
}
