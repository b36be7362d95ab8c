package org.serai.runtime.alias;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.serai.engine.GenerateRequest;
import org.serai.engine.GenerationListener;
import org.serai.engine.Priority;
import org.serai.engine.Prompt;

/** Order, shares and room: the bounds that {@link AdmissionQueue} states. */
class AdmissionQueueTest {
    private static final int LARGEST = 4096;

    private final AdmissionQueue queue = new AdmissionQueue(1 << 20);
    private long number;

    private Ticket ticket(Priority priority, int tokens) {
        GenerateRequest request = GenerateRequest.builder("x", new Prompt.Text(""))
                .priority(priority)
                .build();
        return new Ticket(
                ticket -> {},
                request,
                new Weight(tokens, 0),
                new ChunkStream(GenerationListener.NONE, new LoopDetector(0)),
                RequestListener.NONE,
                Instant.EPOCH,
                number++);
    }

    private Ticket add(Priority priority, int tokens) {
        Ticket ticket = ticket(priority, tokens);
        queue.add(ticket);
        return ticket;
    }

    private Ticket poll() {
        return Objects.requireNonNull(queue.poll(priority -> true));
    }

    /**
     * All three wait all the time, with requests of any size. From one start of a priority to its next, each other one may
     * start its share of the first one's tokens and one request, and no more.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whileAllWaitNoneGetsMoreThanItsShareAndOneRequest(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<Priority, Map<Priority, Long>> since = new EnumMap<>(Priority.class);
        Map<Priority, Long> last = new EnumMap<>(Priority.class);
        Map<Priority, Long> total = new EnumMap<>(Priority.class);
        for (Priority priority : Priority.values()) {
            since.put(priority, new EnumMap<>(Priority.class));
            add(priority, 1 + random.nextInt(LARGEST));
            add(priority, 1 + random.nextInt(LARGEST));
        }
        for (int i = 0; i < 20_000; i++) {
            Ticket ticket = poll();
            Priority priority = ticket.request().priority();
            long tokens = ticket.weight().tokens();
            Long before = last.put(priority, tokens);
            Map<Priority, Long> others = Objects.requireNonNull(since.get(priority));
            if (before != null) {
                others.forEach((other, started) -> {
                    long most = before * AdmissionQueue.share(other) / AdmissionQueue.share(priority) + LARGEST;
                    assertTrue(
                            started <= most,
                            () -> other + " started " + started + " tokens after " + before + " of " + priority);
                });
            }
            others.clear();
            since.forEach((other, counts) -> {
                if (other != priority) {
                    counts.merge(priority, tokens, Long::sum);
                }
            });
            total.merge(priority, tokens, Long::sum);
            add(priority, 1 + random.nextInt(LARGEST));
        }
        double all = total.values().stream().mapToLong(Long::longValue).sum();
        for (Priority priority : Priority.values()) {
            double share = AdmissionQueue.share(priority) / 21.0;
            assertEquals(share, Objects.requireNonNull(total.get(priority)) / all, share * 0.02, priority::name);
        }
    }

    /** However much interactive work comes, the first batch request waits for its share of it and no longer. */
    @Test
    void aBatchRequestDoesNotStarveUnderConstantInteractiveLoad() {
        add(Priority.INTERACTIVE, 500);
        add(Priority.BATCH, 500);
        long started = 0;
        for (Ticket next = poll(); next.request().priority() == Priority.INTERACTIVE; next = poll()) {
            started += next.weight().tokens();
            add(Priority.INTERACTIVE, 500);
        }
        assertTrue(started <= 500 * 16 + 500, started + " tokens before it");
    }

    @ParameterizedTest
    @EnumSource(names = {"EVENT", "BATCH"})
    void anInteractiveRequestGoesBeforeWhateverWaits(Priority others) {
        for (int i = 0; i < 100; i++) {
            add(others, LARGEST);
        }
        for (int i = 0; i < 10; i++) {
            poll();
        }
        Ticket person = add(Priority.INTERACTIVE, LARGEST);
        assertEquals(person, poll());
    }

    @Test
    void nobodySavesUpWhileHeHasNothingToDo() {
        for (int i = 0; i < 50; i++) {
            add(Priority.INTERACTIVE, 100);
        }
        for (int i = 0; i < 40; i++) {
            poll();
        }
        for (int i = 0; i < 50; i++) {
            add(Priority.BATCH, 100);
        }
        List<Priority> order = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            order.add(poll().request().priority());
        }
        assertTrue(order.indexOf(Priority.BATCH) < 0, order::toString);
    }

    @Test
    void firstComeFirstServedWithinAPriorityAndBackToItsPlaceAfterALoss() {
        Ticket first = add(Priority.EVENT, 10);
        Ticket second = add(Priority.EVENT, 10);
        assertEquals(first, poll());
        queue.add(first);
        assertEquals(first, poll());
        assertEquals(second, poll());
        assertNull(queue.poll(priority -> true));
    }

    @Test
    void aSlotThatIsKeptCostsNobodyHisTurn() {
        add(Priority.EVENT, 100);
        for (int i = 0; i < 50; i++) {
            add(Priority.INTERACTIVE, 1000);
            assertNotNull(queue.poll(priority -> priority == Priority.INTERACTIVE));
        }
        add(Priority.INTERACTIVE, 1000);
        assertEquals(Priority.INTERACTIVE, poll().request().priority());
    }

    @Test
    void anEighthIsKeptForEachPriority() {
        queue.setLimit(8000);
        assertEquals(6000, queue.mostOfOne());
        assertTrue(queue.missing(Priority.BATCH, 6000) <= 0);
        assertEquals(1, queue.missing(Priority.BATCH, 6001));
        add(Priority.BATCH, 6000);
        assertEquals(16, queue.missing(Priority.BATCH, 16));
        assertTrue(queue.missing(Priority.INTERACTIVE, 1000) <= 0);
        add(Priority.INTERACTIVE, 1000);
        assertTrue(queue.missing(Priority.EVENT, 1000) <= 0);
        add(Priority.EVENT, 1000);
        assertEquals(8000, queue.tokens());
        assertTrue(queue.isFull());
        poll();
        assertTrue(queue.missing(Priority.INTERACTIVE, 1000) <= 0);
        assertEquals(3, queue.drain().size() + 1);
        assertEquals(0, queue.tokens());
    }

    @Test
    void tellsWhatGoesBeforeANewOne() {
        for (int i = 0; i < 10; i++) {
            add(Priority.BATCH, 100);
            add(Priority.EVENT, 100);
            add(Priority.INTERACTIVE, 100);
        }
        assertEquals(1000 + 62 + 250, queue.ahead(Priority.INTERACTIVE));
        assertEquals(1000 + 1000 + 250, queue.ahead(Priority.EVENT));
        assertEquals(3000, queue.ahead(Priority.BATCH));
    }
}
