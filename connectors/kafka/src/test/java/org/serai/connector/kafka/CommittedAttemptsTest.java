package org.serai.connector.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class CommittedAttemptsTest {
    private static final TopicPartition ORDERS = new TopicPartition("orders", 3);

    private final CommittedAttempts attempts = new CommittedAttempts();

    @Test
    void anAttemptThatEndsWithItsProcessCounts() {
        assertEquals(1, attempts.begin(ORDERS, 107));
        String committed = attempts.metadata(ORDERS, 100);
        assertEquals("serai1 2s 7:1*", committed);

        var next = new CommittedAttempts();
        next.restore(ORDERS, committed);
        assertEquals(1, next.count(ORDERS, 107));
        assertEquals(1, next.crashes(ORDERS, 107));
        assertEquals(2, next.begin(ORDERS, 107));
        assertEquals("serai1 2s 7:2:1*", next.metadata(ORDERS, 100));
    }

    @Test
    void aFailedAttemptIsNoCrash() {
        attempts.begin(ORDERS, 100);
        attempts.failed(ORDERS, 100);
        var next = new CommittedAttempts();
        next.restore(ORDERS, attempts.metadata(ORDERS, 100));
        assertEquals(1, next.count(ORDERS, 100));
        assertEquals(0, next.crashes(ORDERS, 100));
    }

    @Test
    void whatWasWithdrawnOrFinishedLeavesNothing() {
        attempts.begin(ORDERS, 1);
        attempts.withdraw(ORDERS, 1);
        attempts.begin(ORDERS, 2);
        attempts.finished(ORDERS, 2);
        attempts.begin(ORDERS, 3);
        attempts.failed(ORDERS, 3);
        assertEquals("", attempts.metadata(ORDERS, 4), "what lies before the committed offset is finished");
        assertEquals(0, attempts.count(ORDERS, 3));
    }

    @Test
    void anAttemptThatIsWithdrawnAfterACrashLeavesTheCrash() {
        attempts.restore(ORDERS, "serai1 0 5:1*");
        attempts.begin(ORDERS, 5);
        attempts.withdraw(ORDERS, 5);
        assertEquals("serai1 0 5:1:1", attempts.metadata(ORDERS, 0));
    }

    @Test
    void neighboursInTheSameStateShareAnItem() {
        for (long offset = 10; offset < 1010; offset++) {
            attempts.begin(ORDERS, offset);
        }
        attempts.failed(ORDERS, 500);
        assertEquals("serai1 a 0/dm:1* dm:1 dn/e5:1*", attempts.metadata(ORDERS, 10));
    }

    @Test
    void textOfOthersIsTakenForNone() {
        for (String text :
                new String[] {"", "offset of another tool", "serai1", "serai1 ", "serai1 0 /:1", "serai1 zz! 0:1"}) {
            attempts.restore(ORDERS, text);
            assertEquals("", attempts.metadata(ORDERS, 0), text);
        }
    }

    @Test
    void staysBelowTheLimitOfBrokersAndCountsNoneTooOften() {
        var random = new Random(7);
        long first = Long.MAX_VALUE - 1_000_000;
        long end = first + 6_000;
        for (long offset = first; offset < end; offset += 2) {
            for (int attempt = random.nextInt(1, 60); attempt > 0; attempt--) {
                attempts.begin(ORDERS, offset);
                attempts.failed(ORDERS, offset);
            }
        }
        String text = attempts.metadata(ORDERS, first);
        assertTrue(text.length() <= 4000, () -> text.length() + " characters");
        assertTrue(text.length() > 1500, () -> text.length() + " characters");

        var next = new CommittedAttempts();
        next.restore(ORDERS, text);
        for (long offset = first; offset < end; offset += 2) {
            assertTrue(next.count(ORDERS, offset) >= 1);
            assertTrue(next.count(ORDERS, offset) <= attempts.count(ORDERS, offset));
        }
    }

    @Test
    void partitionsAreApart() {
        var other = new TopicPartition("orders", 4);
        attempts.begin(ORDERS, 1);
        assertEquals("", attempts.metadata(other, 0));
        attempts.drop(ORDERS);
        assertEquals(0, attempts.count(ORDERS, 1));
    }
}
