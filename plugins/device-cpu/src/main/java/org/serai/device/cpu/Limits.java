package org.serai.device.cpu;

import java.lang.foreign.MemorySegment;
import java.util.OptionalDouble;
import org.serai.device.HardwareLimits;
import org.serai.device.cpu.vector.VectorPeaks;
import org.serai.device.cpu.x86.CodeListener;
import org.serai.device.cpu.x86.Int8Peak;

/**
 * Measures what the CPU and its memory do at most, with a team of threads and the JVM's Vector API: the fastest of many
 * short runs, for whatever disturbs one makes it slower.
 */
final class Limits {
    private static final int RUNS = 7;

    /** Runs go on for as long: the JVM, which compiles beside the first ones, takes a processor from them. */
    private static final long NANOSECONDS = 500_000_000;

    /** All threads together: beyond the caches of most servers. */
    private static final long READ_BYTES = 512L << 20;

    /** What is read by one call. Loops are called often, so that the JVM compiles them. */
    private static final long PIECE_BYTES = 128L << 10;

    private static final int CALLS = 10_000;
    private static final int CALL_ROUNDS = 1_000;
    private static final long INT8_ROUNDS = 1_000_000;

    private final ThreadTeam team;

    /** What the loops give, so that they are not left out. */
    private volatile double sink;

    private final CodeListener assembled;

    private Limits(ThreadTeam team, CodeListener assembled) {
        this.team = team;
        this.assembled = assembled;
    }

    /**
     * Measures with a number of threads.
     *
     * @param assembled is told of what is assembled for it
     */
    static HardwareLimits measure(int threads, CodeListener assembled) {
        try (ThreadTeam team = new ThreadTeam(threads)) {
            Limits limits = new Limits(team, assembled);
            return new HardwareLimits(
                    OptionalDouble.of(limits.memoryRead()),
                    limits.int8Operations(),
                    OptionalDouble.of(limits.f32Operations()));
        }
    }

    /** From memory as weights have it. */
    private double memoryRead() {
        try (WeightMemory memory = new WeightMemory()) {
            MemorySegment data = memory.allocate(READ_BYTES);
            int pieces = (int) (READ_BYTES / PIECE_BYTES);
            team.run((member, members) -> {
                long from = PIECE_BYTES * ThreadTeam.part(pieces, member, members);
                long to = PIECE_BYTES * ThreadTeam.part(pieces, member + 1, members);
                data.asSlice(from, to - from).fill((byte) 1);
            });
            return Math.max(read(data, VectorPeaks.NEIGHBOURS), read(data, PIECE_BYTES / 4));
        }
    }

    /** In one stream for each thread, or in four. */
    private double read(MemorySegment data, long distance) {
        int pieces = (int) (READ_BYTES / PIECE_BYTES);
        return fastest(READ_BYTES, (member, members) -> {
            int end = ThreadTeam.part(pieces, member + 1, members);
            long sum = 0;
            for (int piece = ThreadTeam.part(pieces, member, members); piece < end; piece++) {
                sum ^= VectorPeaks.read(data, PIECE_BYTES * piece, PIECE_BYTES, distance);
            }
            sink = sum;
        });
    }

    private double f32Operations() {
        double operations = (double) CALLS * VectorPeaks.operations(CALL_ROUNDS) * team.members();
        return fastest(operations, (member, members) -> {
            float sum = 0;
            for (int call = 0; call < CALLS; call++) {
                sum += VectorPeaks.multiplyAdd(CALL_ROUNDS, 0.5f);
            }
            sink = sum;
        });
    }

    private OptionalDouble int8Operations() {
        return Int8Peak.assemble(assembled)
                .map(peak -> fastest(
                        (double) peak.operations(INT8_ROUNDS) * team.members(),
                        (member, members) -> peak.run(INT8_ROUNDS)))
                .map(OptionalDouble::of)
                .orElseGet(OptionalDouble::empty);
    }

    /** Units in a second, of the fastest run. */
    private double fastest(double units, ThreadTeam.Work work) {
        long best = Long.MAX_VALUE;
        long first = System.nanoTime();
        for (int run = 0; run < RUNS || System.nanoTime() - first < NANOSECONDS; run++) {
            long began = System.nanoTime();
            team.run(work);
            best = Math.min(best, System.nanoTime() - began);
        }
        return units / best * 1e9;
    }
}
