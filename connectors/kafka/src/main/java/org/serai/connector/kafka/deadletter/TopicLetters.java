package org.serai.connector.kafka.deadletter;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.serai.connector.kafka.KafkaErrors;
import org.serai.connector.kafka.RecordReplay;
import org.serai.delivery.DeadLetter;
import org.serai.delivery.DeadLetters;
import org.serai.error.SeraiException;

/**
 * The letters of one topic. A letter stays where it is; once it was replayed, a mark behind it says so, and it is not shown
 * any more. Both go with the topic's retention.
 */
final class TopicLetters implements DeadLetters {
    private static final Duration METADATA_LIMIT = Duration.ofSeconds(10);
    private static final Pattern ID = Pattern.compile("(\\d{1,9})-(\\d{1,18})");

    private final String place;
    private final String topic;
    private final LetterClients clients;
    private final Map<String, RecordReplay> routes = new ConcurrentHashMap<>();
    private final Set<String> inReplay = ConcurrentHashMap.newKeySet();

    TopicLetters(String place, String topic, LetterClients clients) {
        this.place = place;
        this.topic = topic;
        this.clients = clients;
    }

    /** The route takes its letters again. */
    void attach(String route, RecordReplay replay) {
        routes.put(route, replay);
    }

    void detach(String route, RecordReplay replay) {
        routes.remove(route, replay);
    }

    boolean isUsed() {
        return !routes.isEmpty();
    }

    @Override
    public String place() {
        return place;
    }

    @Override
    public void read(Filter filter, Predicate<DeadLetter> reader) {
        try (Consumer<byte[], byte[]> consumer = clients.reader()) {
            List<TopicPartition> partitions = partitions(consumer);
            Set<String> done = done(new TopicScan(consumer, partitions));
            var scan = new TopicScan(consumer, partitions);
            for (var record = scan.next(); record != null; record = scan.next()) {
                Optional<DeadLetter> letter = Letter.in(record)
                        .filter(found -> !done.contains(found.id()))
                        .map(Letter::describe)
                        .filter(filter::matches);
                if (letter.isPresent() && !reader.test(letter.get())) {
                    return;
                }
            }
        } catch (KafkaException e) {
            throw unreadable(e);
        }
    }

    private static Set<String> done(TopicScan scan) {
        Set<String> done = new HashSet<>();
        for (var record = scan.next(); record != null; record = scan.next()) {
            Letter.doneIn(record).ifPresent(done::add);
        }
        return done;
    }

    @Override
    public Optional<DeadLetter> find(String id) {
        return letter(id).map(Letter::describe);
    }

    private Optional<Letter> letter(String id) {
        Matcher parts = ID.matcher(id);
        if (!parts.matches()) {
            return Optional.empty();
        }
        var partition = new TopicPartition(topic, Integer.parseInt(parts.group(1)));
        long offset = Long.parseLong(parts.group(2));
        try (Consumer<byte[], byte[]> consumer = clients.reader()) {
            if (!partitions(consumer).contains(partition) || offset < first(consumer, partition)) {
                return Optional.empty();
            }
            var scan = new TopicScan(consumer, Map.of(partition, offset));
            ConsumerRecord<byte[], byte[]> record = scan.next();
            if (record == null || record.offset() != offset) {
                return Optional.empty();
            }
            return Letter.in(record).filter(letter -> !done(scan).contains(id));
        } catch (KafkaException e) {
            throw unreadable(e);
        }
    }

    private static long first(Consumer<byte[], byte[]> consumer, TopicPartition partition) {
        return consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
    }

    @Override
    public void replay(String id, @Nullable String alias) {
        if (!inReplay.add(id)) {
            throw new SeraiException(
                    DeadLetterErrors.IN_REPLAY,
                    "Letter " + id + " of " + place + " is being replayed already. Look again when that is over.");
        }
        try {
            Letter letter = letter(id).orElseThrow(() -> noSuchLetter(id));
            route(letter).replay(letter.original(), alias, List.of(letter.doneMark()));
        } finally {
            inReplay.remove(id);
        }
    }

    private RecordReplay route(Letter letter) {
        RecordReplay route = routes.get(letter.route());
        if (route == null) {
            throw new SeraiException(
                    KafkaErrors.NOT_RUNNING,
                    "Letter " + letter.id() + " of " + place + " cannot be replayed: its route " + letter.route()
                            + " does not run in this instance. Start it with `serai route start " + letter.route()
                            + "`, or call the route so again.");
        }
        return route;
    }

    private SeraiException noSuchLetter(String id) {
        return new SeraiException(
                DeadLetterErrors.NO_SUCH_LETTER,
                "There is no letter " + id + " in " + place
                        + ", or it was replayed already. `serai dlq list` shows those that are there.");
    }

    private SeraiException unreadable(KafkaException e) {
        return new SeraiException(
                DeadLetterErrors.UNREADABLE,
                "Topic " + topic + " of " + place + " cannot be read: " + e.getMessage()
                        + ". Check that the brokers run and let Serai read it.",
                e);
    }

    private List<TopicPartition> partitions(Consumer<byte[], byte[]> consumer) {
        return consumer.partitionsFor(topic, METADATA_LIMIT).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
    }
}
