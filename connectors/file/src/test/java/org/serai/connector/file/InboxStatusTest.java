package org.serai.connector.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.AsyncProcessorSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.serai.status.StatusSource.Row;

/** Status tells what an inbox does, and why it does not. */
@Timeout(600)
class InboxStatusTest {
    private static final Path FULL_DEVICE = Path.of("/dev/full");
    private static final Processor ANSWER = exchange -> exchange.getMessage().setBody("answer");

    @TempDir
    private Path home;

    private final RunningInboxes inboxes = new RunningInboxes();

    private Workplace start(String options, Processor step) throws Exception {
        return Workplace.start(
                home, options, step, context -> context.getRegistry().bind("inboxes", inboxes));
    }

    private void awaitRow(Workplace place, String state, String detail) throws InterruptedException {
        String inbox = home.resolve("inbox").toString();
        Row expected = new Row(inbox, state, "route " + Workplace.ROUTE + ": " + detail, true);
        place.await(
                expected + " instead of " + inboxes.rows(), () -> inboxes.rows().equals(List.of(expected)));
    }

    @Test
    void documentsAreCounted() throws Exception {
        BlockingQueue<AsyncCallback> open = new LinkedBlockingQueue<>();
        Processor keeping = new AsyncProcessorSupport() {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                open.add(callback);
                return false;
            }
        };
        try (Workplace place = start("&maxInFlight=1", keeping)) {
            assertEquals("inboxes", inboxes.section());
            awaitRow(place, "idle", "0 in flight, 0 waiting, 0 failed");
            place.drop("a.pdf", "of no type that is taken");
            awaitRow(place, "idle", "0 in flight, 0 waiting, 1 failed");
            place.drop("a.txt", "first");
            place.drop("b.txt", "second");
            awaitRow(place, "working", "1 in flight, 1 waiting, 1 failed");
            open.take().done(false);
            open.take().done(false);
            awaitRow(place, "idle", "0 in flight, 0 waiting, 1 failed");
        }
        assertEquals(List.of(), inboxes.rows());
    }

    @Test
    void anInboxThatCannotBeReadIsBlockedUntilItIsBack() throws Exception {
        try (Workplace place = start("", ANSWER)) {
            Path inbox = home.resolve("inbox");
            Path aside = Files.move(inbox, home.resolve("aside"));
            place.await("blocked", () -> !inboxes.rows().getFirst().healthy());
            place.await("the reason", () -> inboxes.rows().getFirst().detail().contains("SERAI-1923"));
            assertEquals("blocked", inboxes.rows().getFirst().state());
            Files.move(aside, inbox);
            awaitRow(place, "idle", "0 in flight, 0 waiting, 0 failed");
        }
    }

    @Test
    void aDiskWithoutRoomAtTheStartIsWaitedFor() throws Exception {
        assumeTrue(Files.isWritable(FULL_DEVICE), "no device that is always full");
        Path state = Files.createDirectories(home.resolve("inbox/.serai"));
        Path id = Files.createSymbolicLink(state.resolve("id"), FULL_DEVICE);
        try (Workplace place = start("", ANSWER)) {
            assertTrue(place.context().isStarted());
            Row row = inboxes.rows().getFirst();
            assertFalse(row.healthy());
            assertTrue(row.detail().contains("SERAI-1903"), row.detail());
            place.drop("a.txt", "first");

            Files.delete(id);

            place.awaitNames("outbox", "a.txt", "a.txt.json");
            awaitRow(place, "idle", "0 in flight, 0 waiting, 0 failed");
        }
        Files.delete(id);
        Files.createSymbolicLink(id, FULL_DEVICE);
        try (Workplace place = start("", ANSWER)) {
            place.context().getRouteController().stopRoute(Workplace.ROUTE);
            assertEquals(List.of(), inboxes.rows());
        }
    }
}
