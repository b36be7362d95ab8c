package org.serai.connector.kafka.producer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A producer that several senders share, and that is replaced when the configuration changes. */
@Timeout(300)
class SharedProducersTest {
    private final List<HeldProducer> made = new ArrayList<>();
    private final AtomicLong version = new AtomicLong();
    private final SharedProducers producers = new SharedProducers(options -> {
        HeldProducer producer = new HeldProducer();
        made.add(producer);
        return producer;
    });
    private final SharedProducers.Sender sender = producers.use("cluster", version::get, Map::of);

    /** Does what a test says before it takes a record. */
    private static final class HeldProducer extends MockProducer<byte[], byte[]> {
        private Runnable before = () -> {};

        HeldProducer() {
            super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        @SuppressWarnings("UnsynchronizedOverridesSynchronized") // what the test does first needs no lock
        public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> output, Callback callback) {
            before.run();
            return super.send(output, callback);
        }
    }

    private CompletableFuture<@Nullable Exception> send() {
        CompletableFuture<@Nullable Exception> outcome = new CompletableFuture<>();
        sender.send(new ProducerRecord<>("out", new byte[1]), (metadata, failure) -> outcome.complete(failure));
        return outcome;
    }

    @Test
    void anotherVersionGoesByAnotherProducer() {
        assertNull(send().join());
        version.incrementAndGet();
        assertNull(send().join());

        assertEquals(
                List.of(1, 1), made.stream().map(each -> each.history().size()).toList());
    }

    @Test
    void aRecordOnItsWayToAProducerThatIsReplacedGoesByTheNextOne() {
        assertNull(send().join());
        made.getFirst().before = () -> {
            version.incrementAndGet();
            assertNull(send().join(), "somebody else has the producer replaced");
            while (!made.getFirst().closed()) {
                Thread.onSpinWait();
            }
        };

        assertNull(send().join());

        assertEquals(1, made.getFirst().history().size());
        assertEquals(2, made.getLast().history().size());
    }

    @Test
    void aProducerWhoseLoginIsRefusedGivesWayToOneThatReadsItsSecretsAnew() {
        assertNull(send().join());
        made.getFirst().sendException = new SaslAuthenticationException("for a test");

        assertThrows(SaslAuthenticationException.class, this::send);

        assertNull(send().join());
        assertEquals(2, made.size());
    }

    @Test
    void aProducerThatIsClosedByStrangersIsTold() {
        assertNull(send().join());
        made.getFirst().close();

        assertThrows(IllegalStateException.class, this::send);
    }
}
