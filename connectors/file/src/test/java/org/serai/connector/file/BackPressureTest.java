package org.serai.connector.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.serai.delivery.Delivered;
import org.serai.delivery.ExchangeProperties;
import org.serai.delivery.RouteCapacity;
import org.serai.error.ErrorCategory;
import org.serai.error.ErrorCode;
import org.serai.error.OverloadException;

/** The inbox gives no more than the aliases of its route can take, and work that found no room was no attempt. */
@Timeout(600)
class BackPressureTest {
    private static final ErrorCode FULL = new ErrorCode(9902, ErrorCategory.OVERLOAD);

    @TempDir
    private Path home;

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final BusyAlias alias = new BusyAlias();
    private final BlockingQueue<Exchange> begun = new LinkedBlockingQueue<>();
    private final BlockingQueue<AsyncCallback> open = new LinkedBlockingQueue<>();

    @AfterEach
    void stop() {
        open.forEach(callback -> callback.done(false));
        camel.stop();
    }

    private void start(String options, AsyncProcessorSupport step) throws Exception {
        camel.getPropertiesComponent().addInitialProperty("serai.home", home.toString());
        camel.disableJMX();
        camel.getShutdownStrategy().setTimeout(1); // tests leave work open
        camel.getRegistry().bind("capacity", RouteCapacity.class, alias);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("serai-file:inbox?pollInterval=10&settle=0&retryDelay=10" + options)
                        .process(step);
            }
        });
        camel.start();
    }

    /** Keeps every document in work until the test ends it. */
    private AsyncProcessorSupport keeping() {
        return new AsyncProcessorSupport() {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                begun.add(exchange);
                open.add(callback);
                return false;
            }
        };
    }

    private void drop(int documents) throws Exception {
        Files.createDirectories(home.resolve("inbox"));
        for (int i = 0; i < documents; i++) {
            Files.writeString(home.resolve("inbox/letter-" + i + ".txt"), "Letter " + i);
        }
    }

    private void assertBegun(int documents) throws Exception {
        for (int i = 0; i < documents; i++) {
            assertTrue(begun.poll(4, TimeUnit.MINUTES) != null, "Document " + i + " was not begun");
        }
        int looks = alias.asked.get();
        while (alias.asked.get() < looks + 10) {
            Thread.sleep(5); // it looks again and again, and must not begin more
        }
        assertEquals(List.of(), List.copyOf(begun));
    }

    @Test
    void asManyAreBegunAsTheAliasHasFreeSlots() throws Exception {
        alias.slots = 3;
        drop(8);
        start("", keeping());
        assertBegun(3);

        open.remove().done(false);

        assertBegun(1);
    }

    @Test
    void workOfOthersLeavesLessRoom() throws Exception {
        alias.slots = 4;
        alias.taken = 3;
        drop(3);
        start("", keeping());

        assertTrue(begun.poll(4, TimeUnit.MINUTES) != null);
    }

    @Test
    void pollingPausesUntilThereIsAModelAndASlot() throws Exception {
        alias.slots = 0;
        drop(2);
        start("", keeping());
        assertBegun(0);

        alias.taken = 2;
        alias.slots = 2;
        assertBegun(0);
        alias.taken = 0;

        assertBegun(2);
    }

    @Test
    void theOptionCountsInsteadOfTheSlots() throws Exception {
        alias.slots = 0;
        drop(7);
        start("&maxInFlight=5", keeping());

        for (int i = 0; i < 5; i++) {
            assertTrue(begun.poll(4, TimeUnit.MINUTES) != null);
        }
    }

    @Test
    void overloadIsNoAttemptAndWaitsAsLongAsItIsTold() throws Exception {
        alias.slots = 1;
        drop(1);
        AtomicInteger refusals = new AtomicInteger();
        start("&maxAttempts=1", new AsyncProcessorSupport() {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                begun.add(exchange);
                if (refusals.incrementAndGet() <= 3) {
                    exchange.setException(new OverloadException(FULL, "full", Duration.ofMillis(20)));
                }
                callback.done(true);
                return true;
            }
        });

        Path sidecar = home.resolve("outbox/letter-0.txt.json");
        while (!Files.exists(sidecar)) {
            Thread.sleep(5);
        }

        JsonObject json = (JsonObject) Jsoner.deserialize(Files.readString(sidecar));
        assertEquals(4, refusals.get());
        assertEquals(1, json.getInteger("attempt"));
        List<String> sources = begun.stream()
                .map(BackPressureTest::delivered)
                .map(delivered -> delivered.sourceId().orElseThrow())
                .distinct()
                .toList();
        assertEquals(List.of(json.getString("source")), sources);
        assertTrue(delivered(begun.element()).contentDigest().startsWith("sha256:"));
    }

    private static Delivered delivered(Exchange exchange) {
        return exchange.getProperty(ExchangeProperties.DELIVERED, Delivered.class);
    }

    @Test
    void aDocumentInWhichTheProcessDiedTooOftenIsGivenUp() throws Exception {
        alias.slots = 1;
        drop(2);
        start("&maxAttempts=3&include=letter-0.txt", keeping());
        assertBegun(1);
        camel.stop();
        Path record;
        try (var records = Files.list(home.resolve("inbox/.serai/attempts"))) {
            record = records.findFirst().orElseThrow();
        }
        String atStop = Files.readString(record);
        assertTrue(atStop.contains("\"begun\":0"), "A stop is no attempt: " + atStop);
        Files.writeString(record, atStop.replace("\"begun\":0", "\"begun\":3")); // as after three crashes

        DefaultCamelContext again = new DefaultCamelContext();
        try (again) {
            again.getPropertiesComponent().addInitialProperty("serai.home", home.toString());
            again.disableJMX();
            again.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("serai-file:inbox?pollInterval=10&settle=0&maxAttempts=3")
                            .process(begun::add);
                }
            });
            again.start();
            Path reason = home.resolve("failed/letter-0.txt.error.json");
            while (!Files.exists(reason) || !Files.exists(home.resolve("outbox/letter-1.txt"))) {
                Thread.sleep(5);
            }
            JsonObject json = (JsonObject) Jsoner.deserialize(Files.readString(reason));
            assertEquals(FileErrors.PROCESS_ENDED.toString(), json.getString("code"));
            assertEquals(3, json.getInteger("attempts"));
        }
    }

    /** An alias as busy as the test says. */
    private static final class BusyAlias implements RouteCapacity {
        private final AtomicInteger asked = new AtomicInteger();
        private volatile int slots;
        private volatile int taken;

        @Override
        public Set<String> aliases(String route) {
            return Set.of("busy");
        }

        @Override
        public Optional<Room> room(String route, int inWork) {
            asked.incrementAndGet();
            return Optional.of(Room.upTo(slots, Math.max(taken, inWork)));
        }
    }
}
