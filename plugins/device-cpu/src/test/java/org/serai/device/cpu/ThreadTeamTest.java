package org.serai.device.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(600)
class ThreadTeamTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void everyMemberWorksOnceOnEachWork(int members) {
        AtomicIntegerArray calls = new AtomicIntegerArray(members);
        try (ThreadTeam team = new ThreadTeam(members)) {
            for (int i = 1; i <= 2_000; i++) {
                team.run((member, all) -> {
                    assertEquals(members, all);
                    calls.incrementAndGet(member);
                });
                for (int member = 0; member < members; member++) {
                    assertEquals(i, calls.get(member));
                }
            }
        }
    }

    @Test
    void membersThatWentToSleepWakeUp() {
        AtomicInteger calls = new AtomicInteger();
        try (ThreadTeam team = new ThreadTeam(3)) {
            for (int i = 0; i < 5; i++) {
                team.run((member, members) -> calls.incrementAndGet());
                LockSupport.parkNanos(20_000_000);
            }
            // The caller goes to sleep, too, while a member takes its time.
            team.run((member, members) -> {
                if (member == 2) {
                    LockSupport.parkNanos(20_000_000);
                }
                calls.incrementAndGet();
            });
        }
        assertEquals(18, calls.get());
    }

    @Test
    void partsAreAllUnitsOnce() {
        for (int units : new int[] {0, 1, 2, 5, 64, Integer.MAX_VALUE}) {
            for (int members : new int[] {1, 2, 3, 16}) {
                assertEquals(0, ThreadTeam.part(units, 0, members));
                assertEquals(units, ThreadTeam.part(units, members, members));
                for (int member = 0; member < members; member++) {
                    int size = ThreadTeam.part(units, member + 1, members) - ThreadTeam.part(units, member, members);
                    assertTrue(size >= units / members && size <= Math.ceilDiv(units, members));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void eachUnitIsDoneOnce(int members) {
        try (ThreadTeam team = new ThreadTeam(members)) {
            for (int units : new int[] {0, 1, 2, 5, 64, 1_000}) {
                AtomicIntegerArray done = new AtomicIntegerArray(units);
                for (int i = 1; i <= 300; i++) {
                    team.run(units, (member, from, to) -> {
                        assertTrue(0 <= member && member < members && from < to, member + ": " + from + " to " + to);
                        for (int unit = from; unit < to; unit++) {
                            done.incrementAndGet(unit);
                        }
                    });
                    for (int unit = 0; unit < units; unit++) {
                        assertEquals(i, done.get(unit));
                    }
                }
            }
        }
    }

    /** Whoever does a certain unit does nothing else until all others are taken. */
    @ParameterizedTest
    @ValueSource(ints = {0, 63})
    void othersDoWhatASlowMemberHasLeft(int slow) {
        AtomicInteger done = new AtomicInteger();
        AtomicInteger ofSlow = new AtomicInteger();
        try (ThreadTeam team = new ThreadTeam(2)) {
            team.run(64, (member, from, to) -> {
                done.addAndGet(to - from);
                if (from <= slow && slow < to) {
                    ofSlow.set(to - from);
                    while (done.get() < 64) {
                        Thread.onSpinWait();
                    }
                }
            });
        }
        assertEquals(64, done.get());
        assertTrue(ofSlow.get() < 32, ofSlow + " units at once");
    }

    @Test
    void failuresInUnitsReachTheCallerAndTheTeamGoesOn() {
        AtomicInteger done = new AtomicInteger();
        RuntimeException exception = new IllegalStateException("on purpose");
        try (ThreadTeam team = new ThreadTeam(2)) {
            assertSame(
                    exception,
                    assertThrows(
                            IllegalStateException.class,
                            () -> team.run(64, (member, from, to) -> {
                                throw exception;
                            })));
            team.run(64, (member, from, to) -> done.addAndGet(to - from));
        }
        assertEquals(64, done.get());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void failuresReachTheCallerAndTheTeamGoesOn(int failing) {
        RuntimeException exception = new IllegalStateException("on purpose");
        Error error = new AssertionError("on purpose");
        int[] done = new int[2];
        try (ThreadTeam team = new ThreadTeam(2)) {
            assertSame(
                    exception,
                    assertThrows(
                            IllegalStateException.class,
                            () -> team.run((member, members) -> {
                                if (member == failing) {
                                    throw exception;
                                }
                            })));
            assertSame(
                    error,
                    assertThrows(
                            AssertionError.class,
                            () -> team.run((member, members) -> {
                                if (member == failing) {
                                    throw error;
                                }
                            })));
            team.run((member, members) -> done[member] = 1);
        }
        assertArrayEquals(new int[] {1, 1}, done);
    }

    @Test
    void anInterruptIsKept() {
        try (ThreadTeam team = new ThreadTeam(2)) {
            Thread.currentThread().interrupt();
            team.run((member, members) -> {
                if (member == 1) {
                    LockSupport.parkNanos(20_000_000);
                }
            });
            assertTrue(Thread.interrupted());
        }
    }

    @Test
    void threadsEndWithTheTeam() throws InterruptedException {
        Thread[] threads = new Thread[3];
        ThreadTeam team = new ThreadTeam(3);
        team.run((member, members) -> threads[member] = Thread.currentThread());
        team.close();
        for (Thread thread : Arrays.copyOfRange(threads, 1, 3)) {
            assertTrue(thread.isDaemon());
            thread.join(240_000);
            assertFalse(thread.isAlive());
        }
        assertThrows(IllegalStateException.class, () -> team.run((member, members) -> {}));
    }

    @Test
    void knowsWhatAllCanRead() {
        try (ThreadTeam team = new ThreadTeam(2);
                Arena confined = Arena.ofConfined();
                Arena shared = Arena.ofShared()) {
            assertFalse(team.canRead(confined.allocate(1)));
            assertTrue(team.canRead(shared.allocate(1)));
            assertTrue(team.canRead(MemorySegment.ofArray(new byte[1])));
        }
    }
}
