package org.serai.connector.kafka.component;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.Route;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.jspecify.annotations.Nullable;
import org.serai.connector.kafka.BodyType;
import org.serai.connector.kafka.ClusterAddress;
import org.serai.connector.kafka.Connections;
import org.serai.connector.kafka.KafkaErrors;
import org.serai.connector.kafka.KafkaHeaders;
import org.serai.connector.kafka.OtherCluster;
import org.serai.connector.kafka.SeraiKafkaConstants;
import org.serai.connector.kafka.consumer.ConsumerOptions;
import org.serai.connector.kafka.consumer.ConsumerSession;
import org.serai.connector.kafka.consumer.InstanceId;
import org.serai.connector.kafka.consumer.KafkaClientFactory;
import org.serai.connector.kafka.consumer.RecordOrder;
import org.serai.connector.kafka.consumer.RetriedFailures;
import org.serai.connector.kafka.consumer.SeraiKafkaConsumer;
import org.serai.connector.kafka.producer.OutputMapping;
import org.serai.connector.kafka.producer.SeraiKafkaProducer;
import org.serai.connector.kafka.producer.SharedProducers;
import org.serai.delivery.Backoff;
import org.serai.engine.Residency;
import org.serai.error.SeraiException;

/** Takes records of a topic through the route, however long that takes, and writes records to topics. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "serai-kafka",
        title = "Serai Kafka",
        syntax = "serai-kafka:topic",
        category = {Category.MESSAGING, Category.AI},
        headersClass = SeraiKafkaConstants.class)
public class SeraiKafkaEndpoint extends DefaultEndpoint {
    private static final long DAY = Duration.ofDays(1).toMillis();

    /** What brokers take. */
    private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

    private final SeraiKafkaComponent component;

    @UriPath(description = "The topic that is read or written")
    @Metadata(required = true)
    private String topic;

    @UriParam(
            label = "common",
            description =
                    "The Kafka cluster: the name of a file etc/org.serai.kafka~NAME.cfg, or default for etc/org.serai.kafka.cfg",
            defaultValue = "default")
    private String cluster = "default";

    @UriParam(
            label = "common",
            description =
                    "The brokers as host:port, with commas between, instead of those of the cluster's configuration")
    private @Nullable String brokers;

    @UriParam(
            label = "common",
            prefix = "additionalProperties.",
            multiValue = true,
            javaType = "java.util.Map<java.lang.String, java.lang.Object>",
            description =
                    "Options of Kafka's clients by Kafka's names, such as additionalProperties.max.poll.records=50; they win over those of the cluster's configuration")
    private Map<String, String> additionalProperties = Map.of();

    @UriParam(
            label = "common,advanced",
            description = "Decides which headers cross the border between records and messages")
    private HeaderFilterStrategy headerFilterStrategy = new KafkaHeaders();

    @UriParam(label = "consumer", description = "The consumer group. Default: the id of the route")
    private @Nullable String group;

    @UriParam(
            label = "consumer",
            description =
                    "Makes the consumer a static member of its group under this name, which no other member may have: a restart within session.timeout.ms moves no partition")
    private @Nullable String groupInstanceId;

    @UriParam(
            label = "consumer",
            description = "Where a group begins that has no committed offset",
            defaultValue = "earliest")
    private StartAt startAt = StartAt.earliest;

    @UriParam(
            label = "consumer",
            description = "What the body of a record is: text, the bytes as they are, or what is read from JSON",
            defaultValue = "string")
    private BodyType bodyType = BodyType.string;

    @UriParam(
            label = "consumer,security",
            description =
                    "Where records may be worked on: local-only keeps them off servers, whatever engines an alias names. A record's own header serai-residency makes this stricter, never looser",
            enums = "anywhere,local-only",
            defaultValue = "anywhere")
    private String residency = Residency.ANYWHERE.wireName();

    @UriParam(
            label = "consumer",
            description =
                    "Which records are worked on one after the other: those of a partition, those of a partition with the same key, or none",
            defaultValue = "partition")
    private RecordOrder order = RecordOrder.partition;

    @UriParam(
            label = "consumer",
            description =
                    "The most records that are worked on at once. Default: as many as the aliases that the route asks have free slots, or 16 where it asks none")
    private int maxInFlight;

    @UriParam(
            label = "consumer",
            description =
                    "The most records of a partition that are held between the committed offset and the last one that was fetched",
            defaultValue = "20000",
            javaType = "int")
    private int maxAhead = 20_000;

    @UriParam(
            label = "consumer",
            description =
                    "Whether what the route writes to the same cluster and the record's offset are written in one transaction",
            defaultValue = "false")
    private boolean exactlyOnce;

    @UriParam(
            label = "consumer",
            description = "How long finished records may wait until their offsets, or their transaction, are committed",
            defaultValue = "250",
            javaType = "java.time.Duration")
    private long commitInterval = 250;

    @UriParam(
            label = "consumer",
            description =
                    "How long records under way may take to finish when their partition goes to another member or the route stops; what is not finished then is worked on again by whoever gets the partition",
            defaultValue = "3000",
            javaType = "java.time.Duration")
    private long revokeTimeout = 3_000;

    @UriParam(
            label = "consumer",
            description = "How often a record is tried; an attempt that ended with the process counts",
            defaultValue = "5",
            javaType = "int")
    private int maxAttempts = 5;

    @UriParam(
            label = "consumer",
            description =
                    "Which failures are worth another attempt: those that can pass, or all of them; with passing, what the same record would meet again makes it a dead letter at once",
            defaultValue = "passing")
    private RetriedFailures retry = RetriedFailures.passing;

    @UriParam(
            label = "consumer",
            description = "How long a record waits after its first failure; twice as long after each further one",
            defaultValue = "1000",
            javaType = "java.time.Duration")
    private long retryDelay = 1_000;

    @UriParam(
            label = "consumer",
            description = "The longest wait between two attempts",
            defaultValue = "60000",
            javaType = "java.time.Duration")
    private long maxRetryDelay = 60_000;

    @UriParam(
            label = "consumer",
            description = "Where records go that are given up. Default: the topic with .dlq after its name")
    private @Nullable String deadLetterTopic;

    @UriParam(
            label = "producer",
            description = "Whether records say where they come from, in headers that begin with serai-",
            defaultValue = "true")
    private boolean provenance = true;

    SeraiKafkaEndpoint(String uri, SeraiKafkaComponent component, String topic) {
        super(uri, component);
        this.component = component;
        this.topic = topic;
    }

    /** Checks the options, so that a wrong endpoint is refused before its route runs. Asks no broker. */
    void prepare() {
        requireTopic("topic", topic);
        if (deadLetterTopic != null) {
            requireTopic("deadLetterTopic", deadLetterTopic);
            if (deadLetterTopic.equals(topic)) {
                throw invalid("Option deadLetterTopic names the topic that is consumed, so that dead letters would be"
                        + " consumed for ever: name another one.");
            }
        }
        component.requireConnections().check(address());
        requireWithin("maxInFlight", maxInFlight, 0, 10_000);
        requireWithin("maxAhead", maxAhead, 1, 1_000_000);
        requireWithin("commitInterval", commitInterval, 1, DAY);
        requireWithin("revokeTimeout", revokeTimeout, 0, DAY);
        requireWithin("maxAttempts", maxAttempts, 1, 1_000);
        requireWithin("retryDelay", retryDelay, 1, DAY);
        requireWithin("maxRetryDelay", maxRetryDelay, retryDelay, DAY);
    }

    private static void requireTopic(String option, String name) {
        if (!TOPIC.matcher(name).matches() || name.equals(".") || name.equals("..")) {
            throw invalid(
                    "Option " + option + "=" + name
                            + " is no name of a topic: letters, digits, dots, hyphens and underscores are possible, up to 249.");
        }
    }

    private static void requireWithin(String option, long value, long least, long most) {
        if (value < least || value > most) {
            throw invalid("Option " + option + "=" + value + " must be from " + least + " to " + most + ".");
        }
    }

    private static SeraiException invalid(String message) {
        return new SeraiException(KafkaErrors.INVALID_OPTION, message);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        SeraiKafkaConsumer consumer =
                new SeraiKafkaConsumer(this, processor, this::begin, Duration.ofMillis(revokeTimeout));
        configureConsumer(consumer);
        return consumer;
    }

    private ConsumerSession begin(SeraiKafkaConsumer consumer) {
        if (exactlyOnce) {
            requireOneCluster(consumer.getRoute());
        }
        ConsumerOptions options = consumerOptions(consumer.getRouteId());
        String instance = InstanceId.in(component.home().resolve("data").resolve("kafka"));
        String clientId = "serai-" + consumer.getRouteId();
        return ConsumerSession.start(
                consumer,
                options,
                component.services(),
                new KafkaClientFactory(
                        component.requireConnections(),
                        options,
                        clientId,
                        "serai-" + options.group() + "-" + consumer.getRouteId() + "-"
                                + Objects.requireNonNullElse(groupInstanceId, instance)),
                headerFilterStrategy,
                sender(),
                component.threads());
    }

    /** What only the running route decides, as {@code toD} does, is refused when it comes to that. */
    private void requireOneCluster(Route route) {
        String source = address().toString();
        for (SeraiKafkaEndpoint target : RouteTargets.of(route)) {
            if (!target.address().toString().equals(source)) {
                throw OtherCluster.refusal(topic, source, target.address().toString());
            }
        }
    }

    private ConsumerOptions consumerOptions(String route) {
        return new ConsumerOptions(
                address(),
                topic,
                Objects.requireNonNullElse(group, route),
                groupInstanceId,
                startAt.name(),
                bodyType,
                order,
                maxInFlight,
                maxAhead,
                exactlyOnce,
                Duration.ofMillis(commitInterval),
                Duration.ofMillis(revokeTimeout),
                maxAttempts,
                retry,
                new Backoff(Duration.ofMillis(retryDelay), Duration.ofMillis(maxRetryDelay)),
                Objects.requireNonNullElse(deadLetterTopic, topic + ".dlq"),
                recordResidency());
    }

    private Residency recordResidency() {
        return Residency.ofWireName(residency)
                .orElseThrow(() ->
                        invalid("Option residency=" + residency + " is not possible: give anywhere or local-only."));
    }

    @Override
    public AsyncProducer createAsyncProducer() {
        return new SeraiKafkaProducer(
                this,
                new OutputMapping(topic, headerFilterStrategy, provenance),
                address().toString(),
                this::sender,
                component.threads());
    }

    @Override
    public Producer createProducer() {
        return createAsyncProducer();
    }

    private SharedProducers.Sender sender() {
        ClusterAddress address = address();
        Connections connections = component.requireConnections();
        return component
                .producers()
                .use(
                        address.toString(),
                        () -> connections.version(cluster),
                        () -> connections.properties(address, Connections.Client.PRODUCER));
    }

    private ClusterAddress address() {
        return new ClusterAddress(cluster, brokers, additionalProperties);
    }

    public String getTopic() {
        return topic;
    }

    public void setTopic(String topic) {
        this.topic = topic;
    }

    public String getCluster() {
        return cluster;
    }

    public void setCluster(String cluster) {
        this.cluster = cluster;
    }

    public @Nullable String getBrokers() {
        return brokers;
    }

    public void setBrokers(@Nullable String brokers) {
        this.brokers = brokers;
    }

    public Map<String, String> getAdditionalProperties() {
        return additionalProperties;
    }

    public void setAdditionalProperties(Map<String, String> additionalProperties) {
        this.additionalProperties = Map.copyOf(additionalProperties);
    }

    public HeaderFilterStrategy getHeaderFilterStrategy() {
        return headerFilterStrategy;
    }

    public void setHeaderFilterStrategy(HeaderFilterStrategy headerFilterStrategy) {
        this.headerFilterStrategy = headerFilterStrategy;
    }

    public @Nullable String getGroup() {
        return group;
    }

    public void setGroup(@Nullable String group) {
        this.group = group;
    }

    public @Nullable String getGroupInstanceId() {
        return groupInstanceId;
    }

    public void setGroupInstanceId(@Nullable String groupInstanceId) {
        this.groupInstanceId = groupInstanceId;
    }

    public StartAt getStartAt() {
        return startAt;
    }

    public void setStartAt(StartAt startAt) {
        this.startAt = startAt;
    }

    public BodyType getBodyType() {
        return bodyType;
    }

    public void setResidency(String residency) {
        this.residency = residency;
    }

    public String getResidency() {
        return residency;
    }

    public void setBodyType(BodyType bodyType) {
        this.bodyType = bodyType;
    }

    public RecordOrder getOrder() {
        return order;
    }

    public void setOrder(RecordOrder order) {
        this.order = order;
    }

    public int getMaxInFlight() {
        return maxInFlight;
    }

    public void setMaxInFlight(int maxInFlight) {
        this.maxInFlight = maxInFlight;
    }

    public int getMaxAhead() {
        return maxAhead;
    }

    public void setMaxAhead(int maxAhead) {
        this.maxAhead = maxAhead;
    }

    public boolean isExactlyOnce() {
        return exactlyOnce;
    }

    public void setExactlyOnce(boolean exactlyOnce) {
        this.exactlyOnce = exactlyOnce;
    }

    public long getCommitInterval() {
        return commitInterval;
    }

    public void setCommitInterval(long commitInterval) {
        this.commitInterval = commitInterval;
    }

    public long getRevokeTimeout() {
        return revokeTimeout;
    }

    public void setRevokeTimeout(long revokeTimeout) {
        this.revokeTimeout = revokeTimeout;
    }

    public int getMaxAttempts() {
        return maxAttempts;
    }

    public void setMaxAttempts(int maxAttempts) {
        this.maxAttempts = maxAttempts;
    }

    public RetriedFailures getRetry() {
        return retry;
    }

    public void setRetry(RetriedFailures retry) {
        this.retry = retry;
    }

    public long getRetryDelay() {
        return retryDelay;
    }

    public void setRetryDelay(long retryDelay) {
        this.retryDelay = retryDelay;
    }

    public long getMaxRetryDelay() {
        return maxRetryDelay;
    }

    public void setMaxRetryDelay(long maxRetryDelay) {
        this.maxRetryDelay = maxRetryDelay;
    }

    public @Nullable String getDeadLetterTopic() {
        return deadLetterTopic;
    }

    public void setDeadLetterTopic(@Nullable String deadLetterTopic) {
        this.deadLetterTopic = deadLetterTopic;
    }

    public boolean isProvenance() {
        return provenance;
    }

    public void setProvenance(boolean provenance) {
        this.provenance = provenance;
    }
}
