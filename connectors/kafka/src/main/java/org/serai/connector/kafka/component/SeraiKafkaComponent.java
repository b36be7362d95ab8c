package org.serai.connector.kafka.component;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.util.PropertiesHelper;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.component.annotations.ServiceScope;
import org.serai.connector.kafka.Connections;
import org.serai.connector.kafka.ConsumerMeters;
import org.serai.connector.kafka.DeadLetterQueues;
import org.serai.connector.kafka.RunningConsumers;
import org.serai.connector.kafka.config.KafkaConnections;
import org.serai.connector.kafka.consumer.ConsumerServices;
import org.serai.connector.kafka.consumer.KafkaClientFactory;
import org.serai.connector.kafka.deadletter.KafkaDeadLetterQueues;
import org.serai.connector.kafka.producer.SharedProducers;
import org.serai.delivery.RouteCapacity;

/**
 * The {@code serai-kafka:} component. In OSGi its services are references; elsewhere Camel takes them from its registry,
 * and what is not there is made with the Serai home of the context.
 */
@org.apache.camel.spi.annotations.Component("serai-kafka")
@Component(
        service = org.apache.camel.Component.class,
        scope = ServiceScope.PROTOTYPE,
        property = "camel.component=serai-kafka")
public class SeraiKafkaComponent extends DefaultComponent {
    private static final String HOME = "serai.home";

    @Metadata(label = "advanced", autowired = true, description = "Knows how much work routes can begin")
    private @Nullable RouteCapacity routeCapacity;

    @Metadata(label = "advanced", autowired = true, description = "The clusters that are configured")
    private @Nullable Connections connections;

    @Metadata(label = "advanced", autowired = true, description = "Where records go that are given up")
    private @Nullable DeadLetterQueues deadLetterQueues;

    @Metadata(label = "advanced", autowired = true, description = "The consumers that status shows")
    private @Nullable RunningConsumers runningConsumers;

    @Metadata(label = "advanced", autowired = true, description = "Counts and measures what consumers do")
    private volatile ConsumerMeters.@Nullable Factory meters;

    private final SharedProducers producers =
            new SharedProducers(options -> KafkaClientFactory.producer(options.get()));

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        SeraiKafkaEndpoint endpoint = new SeraiKafkaEndpoint(uri, this, remaining);
        Map<String, String> clientOptions = new HashMap<>();
        PropertiesHelper.extractProperties(parameters, "additionalProperties.")
                .forEach((name, value) ->
                        clientOptions.put(name, String.valueOf(value).strip()));
        endpoint.setAdditionalProperties(clientOptions);
        setProperties(endpoint, parameters);
        if (parameters.isEmpty()) {
            endpoint.prepare();
        }
        return endpoint;
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        if (connections == null) {
            connections = KafkaConnections.in(home());
        }
        if (deadLetterQueues == null) {
            deadLetterQueues = new KafkaDeadLetterQueues(requireConnections(), letters -> () -> {});
        }
        if (runningConsumers == null) {
            runningConsumers = new RunningConsumers();
        }
    }

    /** The folder that relative ones are relative to: the property {@code serai.home} of the context. */
    Path home() {
        return Path.of(
                getCamelContext().getPropertiesComponent().resolveProperty(HOME).orElse(""));
    }

    Connections requireConnections() {
        return Objects.requireNonNull(connections, "The component is not initialised");
    }

    SharedProducers producers() {
        return producers;
    }

    /** Work waits on these threads as long as it likes. */
    Executor threads() {
        return task -> Thread.ofVirtual().name("serai-kafka-route").start(task);
    }

    ConsumerServices services() {
        return new ConsumerServices(
                routeCapacity,
                Objects.requireNonNull(deadLetterQueues, "The component is not initialised"),
                figures -> {
                    ConsumerMeters.@Nullable Factory present = meters;
                    return present == null ? ConsumerMeters.NONE : present.open(figures);
                },
                Objects.requireNonNull(runningConsumers, "The component is not initialised"));
    }

    public @Nullable RouteCapacity getRouteCapacity() {
        return routeCapacity;
    }

    @Reference
    public void setRouteCapacity(@Nullable RouteCapacity routeCapacity) {
        this.routeCapacity = routeCapacity;
    }

    public @Nullable Connections getConnections() {
        return connections;
    }

    @Reference
    public void setConnections(@Nullable Connections connections) {
        this.connections = connections;
    }

    public @Nullable DeadLetterQueues getDeadLetterQueues() {
        return deadLetterQueues;
    }

    @Reference
    public void setDeadLetterQueues(@Nullable DeadLetterQueues deadLetterQueues) {
        this.deadLetterQueues = deadLetterQueues;
    }

    public @Nullable RunningConsumers getRunningConsumers() {
        return runningConsumers;
    }

    @Reference
    public void setRunningConsumers(@Nullable RunningConsumers runningConsumers) {
        this.runningConsumers = runningConsumers;
    }

    public ConsumerMeters.@Nullable Factory getMeters() {
        return meters;
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            unbind = "unsetMeters")
    public void setMeters(ConsumerMeters.@Nullable Factory meters) {
        this.meters = meters;
    }

    /** Forgets the meters, unless better ones took their place already. */
    public void unsetMeters(ConsumerMeters.Factory gone) {
        if (meters == gone) {
            meters = null;
        }
    }
}
