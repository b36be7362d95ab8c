package org.serai.device.cpu;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A fixed team of threads that works on one thing after the other, all members at the same time. The caller is
 * member 0. Between two works the others spin for a while, because a pass through a model has hundreds of hand-overs of
 * which each takes 0.1 µs that way and several µs through a queue; then they park. Used by one thread at a time.
 */
final class ThreadTeam implements AutoCloseable {
    /** Something that can be divided. Members run at the same time; a member's part must not depend on another's. */
    interface Work {
        /**
         * Does one member's part.
         *
         * @param member 0 ≤ member &lt; members
         */
        void run(int member, int members);
    }

    /** Many units, each of which can be done by any member at any time. */
    interface Units {
        /**
         * Does the units {@code from ≤ unit < to}. Called several times by each member, or not at all.
         *
         * @param member who does them: 0 ≤ member &lt; members
         */
        void run(int member, int from, int to);

        /** Units that had better be done together, at least 1. */
        default int atOnce() {
            return 1;
        }
    }

    /** About a hundred microseconds, longer than the pauses between two operations of one pass. */
    private static final int SPINS = 4_000;

    private final Member[] others;
    private final Shares shares;
    private final Work takeShares = this::takeShares;
    private int works;
    private volatile boolean closed;
    private volatile Work work = (member, members) -> {};
    private Units units = (member, from, to) -> {};

    /** @param members threads, the caller included */
    ThreadTeam(int members) {
        shares = new Shares(members);
        others = new Member[members - 1];
        for (int i = 0; i < others.length; i++) {
            others[i] = new Member(i + 1);
            others[i].thread.start();
        }
    }

    /** Threads, the caller included. */
    int members() {
        return others.length + 1;
    }

    /** Has the work done by all members, and returns when all are done. An exception of any member is thrown here. */
    void run(Work newWork) {
        if (closed) {
            throw new IllegalStateException("The device session is closed");
        }
        work = newWork;
        works++;
        for (Member other : others) {
            other.begin(works);
        }
        Throwable failure = null;
        try {
            newWork.run(0, members());
        } catch (RuntimeException | Error e) {
            failure = e;
        }
        for (Member other : others) {
            other.await(works);
            if (failure == null) {
                failure = other.failure;
            }
        }
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
    }

    /**
     * Has units of work done, and returns when all are done. Each member begins with an even part of its own; who is done
     * early helps the others. An exception of any member is thrown here.
     *
     * @param count units, from 0 on
     */
    void run(int count, Units newUnits) {
        units = newUnits;
        shares.set(count, newUnits.atOnce());
        run(takeShares);
    }

    private void takeShares(int member, int members) {
        for (long range = shares.take(member); range != Shares.NONE; range = shares.take(member)) {
            units.run(member, Shares.from(range), Shares.to(range));
        }
    }

    /** True where every member may read a segment; the memory of a confined arena belongs to one thread. */
    boolean canRead(MemorySegment data) {
        return Arrays.stream(others).allMatch(other -> data.isAccessibleBy(other.thread));
    }

    /** The first unit of a member's part when {@code units} are divided evenly; its end is the next member's first. */
    static int part(int units, int member, int members) {
        return (int) ((long) units * member / members);
    }

    @Override
    public void close() {
        closed = true;
        for (Member other : others) {
            LockSupport.unpark(other.thread);
        }
    }

    /** A thread with two counters: works asked for, written by the caller, and works done, written by the thread. */
    private final class Member implements Runnable {
        private final int index;
        private final Thread thread;
        private volatile int asked;
        private volatile int done;
        private volatile boolean parked;
        private volatile @Nullable Thread waiter;
        private @Nullable Throwable failure;

        Member(int index) {
            this.index = index;
            thread = Thread.ofPlatform().name("serai-cpu-" + index).daemon().unstarted(this);
        }

        void begin(int newAsked) {
            failure = null;
            asked = newAsked;
            if (parked) {
                LockSupport.unpark(thread);
            }
        }

        void await(int target) {
            for (int i = 0; i < SPINS; i++) {
                if (done == target) {
                    return;
                }
                Thread.onSpinWait();
            }
            waiter = Thread.currentThread();
            boolean interrupted = false;
            while (done != target) {
                LockSupport.park(this);
                interrupted |= Thread.interrupted();
            }
            waiter = null;
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void run() {
            int seen = 0;
            while (awaitWork(seen)) {
                seen++;
                try {
                    work.run(index, members());
                } catch (RuntimeException | Error e) {
                    failure = e; // thrown in the thread that waits
                }
                done = seen;
                LockSupport.unpark(waiter);
            }
        }

        /** Waits until more works are asked for than were seen; false where the team was closed. */
        private boolean awaitWork(int seen) {
            for (int i = 0; i < SPINS; i++) {
                if (asked != seen) {
                    return true;
                }
                Thread.onSpinWait();
            }
            parked = true;
            while (asked == seen && !closed) {
                LockSupport.park(this);
            }
            parked = false;
            return asked != seen;
        }
    }
}
