package org.serai.connector.kafka.deadletter;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.serai.error.SeraiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that a dead-letter topic is there and keeps letters for ever, with room for the envelope. A topic that is there
 * already is left as it is; what it would lose is told in the log. Works in the background until it is done, so that
 * nobody waits for a broker.
 */
final class LetterTopic implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LetterTopic.class);

    /** What brokers take where nothing else is configured. */
    private static final int DEFAULT_LIMIT = 1_048_588;

    private static final int ENVELOPE_ROOM = 256 << 10;
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final short DEFAULT_REPLICATION = -1;
    private static final Config NOTHING_KNOWN = new Config(List.of());

    private final LetterClients clients;
    private final String source;
    private final String topic;
    private final Thread worker;
    private volatile int limit = DEFAULT_LIMIT;

    /**
     * Begins.
     *
     * @param source the topic whose records may fail
     * @param topic for the letters
     */
    LetterTopic(LetterClients clients, String source, String topic) {
        this.clients = clients;
        this.source = source;
        this.topic = topic;
        this.worker = Thread.ofVirtual().name("dead-letter-topic-" + topic).start(this::work);
    }

    /** The most bytes of a letter, as far as it is known. */
    int limit() {
        return limit;
    }

    /** Ends the work where it is not done. */
    @Override
    public void close() {
        worker.interrupt();
    }

    private void work() {
        try {
            while (!prepare()) {
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            LOG.debug("Topic {} was not prepared before its consumer stopped", topic);
        }
    }

    /** True when there is nothing more to do. */
    private boolean prepare() throws InterruptedException {
        try (Admin admin = clients.admin()) {
            int sourceLimit = limit(describe(admin, source));
            create(admin, sourceLimit + ENVELOPE_ROOM);
            check(describe(admin, topic), sourceLimit);
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException) {
                LOG.info(
                        "Serai may not create or look at topic {} ({}). If it is not there, create it with {}=-1.",
                        topic,
                        e.getCause().getMessage(),
                        TopicConfig.RETENTION_MS_CONFIG);
                return true;
            }
            LOG.debug("Topic {} cannot be prepared yet", topic, e);
            return false;
        } catch (KafkaException | SeraiException e) {
            LOG.debug("Topic {} cannot be prepared yet", topic, e);
            return false;
        }
    }

    private void create(Admin admin, int letterLimit) throws ExecutionException, InterruptedException {
        int partitions = admin.describeTopics(List.of(source))
                .allTopicNames()
                .get()
                .values()
                .iterator()
                .next()
                .partitions()
                .size();
        var wanted = new NewTopic(topic, partitions, DEFAULT_REPLICATION)
                .configs(Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        TopicConfig.CLEANUP_POLICY_DELETE,
                        TopicConfig.RETENTION_MS_CONFIG,
                        "-1",
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                        Integer.toString(letterLimit)));
        try {
            admin.createTopics(List.of(wanted)).all().get();
            LOG.info("Created topic {} for the dead letters of {}", topic, source);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    private void check(Config config, int sourceLimit) {
        limit = limit(config);
        if (limit <= sourceLimit) {
            LOG.warn(
                    "Topic {} takes records of {} bytes, and those of {} may have {}. A record of about that size could"
                            + " not be kept with the reason of its failure, and its partition would wait. Raise {} of {}.",
                    topic,
                    limit,
                    source,
                    sourceLimit,
                    TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                    topic);
        }
        if (value(config, TopicConfig.CLEANUP_POLICY_CONFIG).orElse("").contains(TopicConfig.CLEANUP_POLICY_COMPACT)) {
            LOG.warn(
                    "Topic {} is compacted: of letters with the same key only the last is kept. Set its {} to {}.",
                    topic,
                    TopicConfig.CLEANUP_POLICY_CONFIG,
                    TopicConfig.CLEANUP_POLICY_DELETE);
        }
        value(config, TopicConfig.RETENTION_MS_CONFIG)
                .map(Long::valueOf)
                .filter(millis -> millis >= 0)
                .ifPresent(millis -> LOG.warn(
                        "Topic {} deletes letters after {} hours. Set its {} to -1 to keep them until they are replayed.",
                        topic,
                        Duration.ofMillis(millis).toHours(),
                        TopicConfig.RETENTION_MS_CONFIG));
    }

    private static Config describe(Admin admin, String name) throws ExecutionException, InterruptedException {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
        return admin.describeConfigs(List.of(resource)).all().get().getOrDefault(resource, NOTHING_KNOWN);
    }

    private static int limit(Config config) {
        return value(config, TopicConfig.MAX_MESSAGE_BYTES_CONFIG)
                .map(Integer::valueOf)
                .orElse(DEFAULT_LIMIT);
    }

    private static Optional<String> value(Config config, String name) {
        ConfigEntry entry = config.get(name);
        return entry == null ? Optional.empty() : Optional.ofNullable(entry.value());
    }
}
