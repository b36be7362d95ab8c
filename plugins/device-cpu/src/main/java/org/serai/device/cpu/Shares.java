package org.serai.device.cpu;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Units of work from which the members of a team take ranges. Each begins with an even share of its own and goes through it
 * from front to back, so that memory is read in order; who has done his own helps another, from the back of its share.
 * Threads that all have the same to do are not equally fast: the system takes one of them away for a moment, and memory
 * answers one sooner than the other. Without help, all would wait for the slowest.
 */
final class Shares {
    /** What {@link #take} says when all units are taken. */
    static final long NONE = 0;

    /** A member takes this part of what it has left: most of it in long runs, the end in short ones that others can take. */
    private static final int OWN_PART = 4;

    /** A helper leaves as much to the owner. */
    private static final int HELPED_PART = 2;

    /** Shares are this many numbers apart, so that no two are in one line of the cache or in two that are fetched together. */
    private static final int DISTANCE = 128 / Long.BYTES;

    private final int members;

    /** What is taken is as long or a multiple, but at the end of a share. Changes while nobody takes. */
    private int atOnce = 1;

    /** Ranges that are left. */
    private final AtomicLongArray left;

    Shares(int members) {
        this.members = members;
        left = new AtomicLongArray(members * DISTANCE);
    }

    /**
     * Shares out the units {@code 0 ≤ unit < units}. Called while nobody takes.
     *
     * @param newAtOnce units that are taken together where there are as many, at least 1
     */
    void set(int units, int newAtOnce) {
        atOnce = newAtOnce;
        for (int member = 0; member < members; member++) {
            int from = ThreadTeam.part(units, member, members);
            int to = ThreadTeam.part(units, member + 1, members);
            left.setPlain(member * DISTANCE, range(from, to));
        }
    }

    /** The next range for a member, as {@link #from} and {@link #to}, or {@link #NONE}. */
    long take(int member) {
        long taken = takeOwn(member);
        for (int i = 1; taken == NONE && i < members; i++) {
            taken = help((member + i) % members);
        }
        return taken;
    }

    private long takeOwn(int member) {
        while (true) {
            long range = left.get(member * DISTANCE);
            int from = from(range);
            int to = to(range);
            if (from == to) {
                return NONE;
            }
            int end = Math.min(from + part(to - from, OWN_PART), to);
            if (left.compareAndSet(member * DISTANCE, range, range(end, to))) {
                return range(from, end);
            }
        }
    }

    private long help(int owner) {
        while (true) {
            long range = left.get(owner * DISTANCE);
            int from = from(range);
            int to = to(range);
            if (from == to) {
                return NONE;
            }
            int begin = Math.max(to - part(to - from, HELPED_PART), from);
            if (left.compareAndSet(owner * DISTANCE, range, range(from, begin))) {
                return range(begin, to);
            }
        }
    }

    private int part(int units, int divisor) {
        return Math.ceilDiv(units, divisor * atOnce) * atOnce;
    }

    private static long range(int from, int to) {
        return (long) to << Integer.SIZE | from;
    }

    /** The first unit of a range. */
    static int from(long range) {
        return (int) range;
    }

    /** The end of a range: the unit after its last one. */
    static int to(long range) {
        return (int) (range >>> Integer.SIZE);
    }
}
