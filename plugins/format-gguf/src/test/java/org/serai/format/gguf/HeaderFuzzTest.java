package org.serai.format.gguf;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.serai.error.SeraiException;
import org.serai.model.TensorType;

/**
 * Two million headers, each a sound one with a few changes: whatever stands in them, the reader either gives a header or
 * throws a {@link SeraiException}, and allocates no more than a small multiple of the file's size.
 */
final class HeaderFuzzTest {
    private static final int HEADERS = 2_000_000;
    private static final int TASKS = 16;

    /** Keys, records, map entries and the stack trace of an exception; far below what a believed count would cost. */
    private static final long ALLOWED_BYTES = 64 * 1024;

    private static final long[] INTERESTING = {
        0,
        1,
        2,
        3,
        7,
        8,
        9,
        13,
        31,
        32,
        33,
        63,
        64,
        65,
        127,
        255,
        256,
        65_535,
        65_536,
        1 << 20,
        Integer.MAX_VALUE,
        1L << 31,
        0xFFFF_FFFFL,
        1L << 32,
        1L << 61,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        -1,
        -32
    };

    @Test
    void noHeaderCrashesTheReaderOrMakesItAllocate() throws Exception {
        List<byte[]> seeds = seeds();
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Callable<Long>> tasks = new ArrayList<>();
            for (int task = 0; task < TASKS; task++) {
                SplittableRandom random = new SplittableRandom(0x5e7a1L + task);
                tasks.add(() -> fuzz(seeds, random, HEADERS / TASKS));
            }
            long accepted = 0;
            for (Future<Long> result : threads.invokeAll(tasks)) {
                accepted += result.get();
            }
            assertTrue(accepted > HEADERS / 1000, "hardly any mutant was sound: the fuzzer tests the first check only");
            assertTrue(accepted < HEADERS / 2, "most mutants were sound: the fuzzer changes too little");
        }
    }

    private static long fuzz(List<byte[]> seeds, SplittableRandom random, int count) {
        long accepted = 0;
        for (int i = 0; i < count; i++) {
            byte[] mutant = mutate(seeds.get(random.nextInt(seeds.size())), random);
            accepted += read(mutant) ? 1 : 0;
        }
        return accepted;
    }

    private static boolean read(byte[] mutant) {
        ThreadMXBean meter = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        MemorySegment file = MemorySegment.ofArray(mutant);
        long before = meter.getCurrentThreadAllocatedBytes();
        boolean accepted = read(file, mutant);
        long allocated = meter.getCurrentThreadAllocatedBytes() - before;
        if (allocated > ALLOWED_BYTES) {
            // The first use of a line of code may link classes; the second shows what the header itself costs.
            before = meter.getCurrentThreadAllocatedBytes();
            accepted = read(file, mutant);
            long again = meter.getCurrentThreadAllocatedBytes() - before;
            assertTrue(again <= ALLOWED_BYTES, () -> again + " bytes allocated for " + hex(mutant));
            assertTrue(allocated <= 64 * ALLOWED_BYTES, () -> allocated + " bytes allocated for " + hex(mutant));
        }
        return accepted;
    }

    private static boolean read(MemorySegment file, byte[] mutant) {
        try {
            GgufHeader header = HeaderReader.read(file, "fuzz.gguf");
            for (TensorPlacement tensor : header.tensors()) {
                assertTrue(tensor.offset() >= 0 && tensor.end() <= mutant.length, () -> tensor + " in " + hex(mutant));
            }
            header.metadata().keys().forEach(header.metadata()::display);
            return true;
        } catch (SeraiException e) {
            return false;
        } catch (RuntimeException | Error e) {
            throw new AssertionError("The reader failed on " + hex(mutant), e);
        }
    }

    private static byte[] mutate(byte[] seed, SplittableRandom random) {
        byte[] mutant = random.nextInt(8) == 0 ? Arrays.copyOf(seed, random.nextInt(seed.length + 1)) : seed.clone();
        for (int changes = 1 + random.nextInt(3); changes > 0 && mutant.length > 0; changes--) {
            int at = random.nextInt(mutant.length);
            switch (random.nextInt(4)) {
                case 0 -> mutant[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> mutant[at] = (byte) random.nextInt();
                case 2 -> put(mutant, at, 1 << random.nextInt(4), INTERESTING[random.nextInt(INTERESTING.length)]);
                default -> {
                    int length = Math.min(1 + random.nextInt(24), mutant.length - at);
                    System.arraycopy(mutant, random.nextInt(mutant.length - length + 1), mutant, at, length);
                }
            }
        }
        return mutant;
    }

    private static void put(byte[] bytes, int at, int length, long value) {
        for (int i = 0; i < length && at + i < bytes.length; i++) {
            bytes[at + i] = (byte) (value >>> (8 * i));
        }
    }

    private static List<byte[]> seeds() {
        return List.of(
                new GgufBuilder().header(),
                new GgufBuilder()
                        .string("general.architecture", "llama")
                        .u32("k", 7)
                        .bytes(),
                new GgufBuilder()
                        .strings("t", "a", "b", "cc")
                        .i32s("n", 1, 2)
                        .bools("b", 1, 0)
                        .bytes(),
                new GgufBuilder()
                        .tensor("t", TensorType.F32, 4, 2)
                        .tensor("u", TensorType.Q4_0, 32)
                        .bytes(),
                new GgufBuilder()
                        .alignment(8)
                        .tensor("t", TensorType.I8, 3)
                        .tensor("u", TensorType.I8, 5)
                        .bytes());
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
