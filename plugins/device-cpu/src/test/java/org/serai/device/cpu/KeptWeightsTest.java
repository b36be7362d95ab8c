package org.serai.device.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.serai.device.DerivedData;
import org.serai.device.DeviceOptions;
import org.serai.device.DeviceSession;
import org.serai.device.Phase;
import org.serai.device.Projection;
import org.serai.device.Tensor;
import org.serai.device.Weights;
import org.serai.device.cpu.format.WeightFormats;
import org.serai.device.cpu.x86.DetectedKernels;
import org.serai.device.cpu.x86.InstructionSet;
import org.serai.error.SeraiException;
import org.serai.model.TensorInfo;
import org.serai.model.TensorType;
import org.serai.tck.GoldenBlocks;
import org.serai.tck.SampleWeights;

/** Weights that are kept on the disk: the same to the bit, never trusted without a look, and never a reason to fail. */
class KeptWeightsTest {
    private static final String DIGEST = "sha256:cafe";
    private static final Keeping AT_ONCE = new Keeping(1L << 30, Duration.ZERO);
    private static final Keeping NEVER_YET = new Keeping(1L << 30, Duration.ofDays(1));
    private static final int PAYLOAD_AT = 1 << 21;

    @TempDir
    Path folder;

    private final List<SampleWeights> model = model();

    @SuppressWarnings("NullAway.Init") // set before each test
    KeptWeightsTest() {}

    /** A tensor of each type. */
    private static List<SampleWeights> model() {
        Random random = new Random(7);
        List<SampleWeights> model = new ArrayList<>();
        model.add(SampleWeights.random("first", TensorType.F32, 41, 1030, random));
        WeightFormats.types().stream()
                .filter(type -> GoldenBlocks.all().stream().anyMatch(golden -> golden.type() == type)
                        || type.blockElements() == 1)
                .sorted()
                .map(type -> SampleWeights.random(type.name(), type, 37, 512, random))
                .forEach(model::add);
        return model;
    }

    /** A model's products with some input, and each tensor's first row. */
    private record Outcome(List<float[]> numbers) {
        void assertSame(Outcome other) {
            assertEquals(numbers.size(), other.numbers.size());
            for (int i = 0; i < numbers.size(); i++) {
                assertArrayEquals(numbers.get(i), other.numbers.get(i));
            }
        }
    }

    private Outcome run(Keeping keeping, String digest, boolean readable) {
        return run("vector", keeping, digest, readable);
    }

    private Outcome run(String kernels, Keeping keeping, String digest, boolean readable) {
        DerivedData derived = new DerivedData(folder, digest);
        CpuDevice device = new CpuDevice(kernels, 2, keeping);
        try (DeviceSession session = device.open(new DeviceOptions(OptionalInt.empty(), false, Optional.of(derived)))) {
            List<float[]> numbers = new ArrayList<>();
            List<Weights> weights = new ArrayList<>();
            for (SampleWeights sample : model) {
                weights.add(session.upload(sample.info(), readable ? sample.data() : nonsense(sample.info())));
            }
            session.uploaded();
            for (Weights matrix : weights) {
                for (Phase phase : Phase.values()) {
                    Tensor x = session.allocate(5, matrix.columns());
                    for (int row = 0; row < 5; row++) {
                        session.write(x, row, input(matrix.columns(), row));
                    }
                    Tensor out = session.allocate(5, matrix.rows());
                    session.project(phase, x, 5, List.of(new Projection(matrix, out)));
                    for (int row = 0; row < 5; row++) {
                        float[] line = new float[matrix.rows()];
                        session.read(out, row, line);
                        numbers.add(line);
                    }
                }
            }
            ((CpuSession) session).awaitKept();
            return new Outcome(numbers);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static MemorySegment nonsense(TensorInfo info) {
        byte[] bytes = new byte[Math.toIntExact(info.bytes())];
        Arrays.fill(bytes, (byte) 0x3C);
        return MemorySegment.ofArray(bytes);
    }

    private static float[] input(int columns, int row) {
        Random random = new Random(row);
        float[] numbers = new float[columns];
        for (int i = 0; i < columns; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return numbers;
    }

    private List<Path> files() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path onlyFile() {
        assertEquals(1, files().size(), () -> files().toString());
        return files().getFirst();
    }

    @Test
    void theNextSessionComputesTheSameWithoutTheModelsOwnBytes() {
        Outcome packed = run(AT_ONCE, DIGEST, true);
        assertTrue(onlyFile().getFileName().toString().startsWith("sha256-cafe.cpu-lanes"));
        run(Keeping.NOTHING, DIGEST, true).assertSame(packed);
        run(AT_ONCE, DIGEST, false).assertSame(packed);
    }

    @Test
    void kernelsWithAnotherLayoutHaveAFileOfTheirOwn() {
        DetectedKernels.orAbort(InstructionSet.AVX2);
        Outcome vector = run(AT_ONCE, DIGEST, true);
        Outcome assembled = run("avx2", AT_ONCE, DIGEST, true);
        assertEquals(2, files().size(), () -> files().toString());
        run("avx2", AT_ONCE, DIGEST, false).assertSame(assembled);
        run(AT_ONCE, DIGEST, false).assertSame(vector);
    }

    @Test
    void aFileOfManyChunksIsCheckedInAll() throws IOException {
        model.set(0, SampleWeights.random("first", TensorType.F32, 16 * 1024, 520, new Random(9)));
        Outcome packed = run(AT_ONCE, DIGEST, true);
        run(AT_ONCE, DIGEST, false).assertSame(packed);
        byte[] bytes = Files.readAllBytes(onlyFile());
        bytes[PAYLOAD_AT + (1 << 24) + 12345] ^= 1; // in the second chunk
        Files.write(onlyFile(), bytes);
        run(AT_ONCE, DIGEST, true).assertSame(packed);
    }

    /** The products of {@link #run} are computed while the weights are moved; here they are computed behind that, too. */
    @Test
    void weightsThatAreMovedStayTheSame() throws InterruptedException {
        SampleWeights large = SampleWeights.random("first", TensorType.F32, 16 * 1024, 520, new Random(9));
        model.set(0, large);
        Outcome packed = run(AT_ONCE, DIGEST, true);
        DerivedData derived = new DerivedData(folder, DIGEST);
        try (DeviceSession session = new CpuDevice("vector", 2, AT_ONCE)
                .open(new DeviceOptions(OptionalInt.empty(), false, Optional.of(derived)))) {
            Weights weights = session.upload(large.info(), nonsense(large.info()));
            session.uploaded();
            ((CpuSession) session).awaitKept();
            Tensor x = session.allocate(1, 520);
            session.write(x, 0, input(520, 0));
            Tensor out = session.allocate(1, 16 * 1024);
            session.project(Phase.PREFILL, x, 1, List.of(new Projection(weights, out)));
            float[] line = new float[16 * 1024];
            session.read(out, 0, line);
            assertArrayEquals(packed.numbers().getFirst(), line);
        }
    }

    @Test
    void anotherModelHasAnotherFile() {
        Outcome packed = run(AT_ONCE, DIGEST, true);
        run(AT_ONCE, "sha256:beef", true).assertSame(packed);
        assertEquals(2, files().size());
    }

    @Test
    void aFileUnderTheNameOfAnotherModelIsNotTaken() throws IOException {
        run(AT_ONCE, "sha256:beef", false);
        Files.move(
                onlyFile(), folder.resolve(onlyFile().getFileName().toString().replace("beef", "cafe")));
        Outcome packed = run(AT_ONCE, DIGEST, true);
        run(AT_ONCE, DIGEST, false).assertSame(packed);
    }

    @Test
    void aTensorOfAnotherShapeIsPacked() {
        run(AT_ONCE, DIGEST, true);
        SampleWeights other = SampleWeights.random("first", TensorType.F32, 41, 103, new Random(8));
        model.set(0, other);
        Outcome packed = run(Keeping.NOTHING, DIGEST, true);
        run(AT_ONCE, DIGEST, true).assertSame(packed);
        run(AT_ONCE, DIGEST, false).assertSame(packed);
    }

    /** Ways in which a file can be wrong. */
    enum Damage {
        EMPTY,
        MARK,
        INDEX_LENGTH,
        HUGE_INDEX_LENGTH,
        INDEX,
        FIRST_CHUNK,
        LAST_CHUNK,
        WITHIN_INDEX,
        WITHOUT_END,
        WITH_MORE;

        byte[] done(byte[] bytes) {
            return switch (this) {
                case EMPTY -> new byte[0];
                case MARK -> flip(bytes, 3);
                case INDEX_LENGTH -> flip(bytes, 10);
                case HUGE_INDEX_LENGTH -> flip(bytes, 8);
                case INDEX -> flip(bytes, 60);
                case FIRST_CHUNK -> flip(bytes, PAYLOAD_AT);
                case LAST_CHUNK -> flip(bytes, bytes.length - 5);
                case WITHIN_INDEX -> Arrays.copyOf(bytes, 40);
                case WITHOUT_END -> Arrays.copyOf(bytes, bytes.length - 1);
                case WITH_MORE -> Arrays.copyOf(bytes, bytes.length + 1);
            };
        }

        private static byte[] flip(byte[] bytes, int at) {
            byte[] damaged = bytes.clone();
            damaged[at] ^= 0x10;
            return damaged;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDamagedFileIsPackedAnew(Damage damage) throws IOException {
        Outcome packed = run(AT_ONCE, DIGEST, true);
        byte[] sound = Files.readAllBytes(onlyFile());
        Files.write(onlyFile(), damage.done(sound));
        run(AT_ONCE, DIGEST, true).assertSame(packed);
        assertArrayEquals(sound, Files.readAllBytes(onlyFile()));
    }

    @Test
    void aFileThatCannotBeWrittenIsNoReasonToFail() throws IOException {
        Path usual = folder;
        folder = Files.createFile(usual.resolve("a file and no folder"));
        Outcome packed = run(AT_ONCE, DIGEST, true);
        run(Keeping.NOTHING, DIGEST, true).assertSame(packed);
        folder = usual;
        assertEquals(0, Files.size(onlyFile()));
    }

    @Test
    void whatIsLargerThanTheLimitIsNotKept() {
        run(new Keeping(1000, Duration.ZERO), DIGEST, true);
        assertEquals(List.of(), files());
    }

    @Test
    void whatWasUsedTheLongestTimeAgoMakesRoom() throws IOException {
        run(AT_ONCE, "sha256:1", true);
        long size = Files.size(onlyFile());
        run(AT_ONCE, "sha256:2", true);
        Path first = files().get(0);
        Path second = files().get(1);
        Files.setLastModifiedTime(first, FileTime.from(Instant.now().minusSeconds(1000)));
        Files.setLastModifiedTime(second, FileTime.from(Instant.now().minusSeconds(2000)));
        Path others = Files.createFile(folder.resolve("sha256-1.gpu-data"));
        Path dead = Files.createFile(folder.resolve("sha256-9.cpu-lanes16-1.7.part"));
        Files.setLastModifiedTime(dead, FileTime.from(Instant.now().minusSeconds(100_000)));
        run(new Keeping(2 * size, Duration.ZERO), "sha256:3", true);
        assertTrue(Files.exists(first) && Files.exists(others));
        assertFalse(Files.exists(second) || Files.exists(dead));
    }

    @Test
    void aUseCounts() throws IOException {
        run(AT_ONCE, DIGEST, true);
        FileTime longAgo = FileTime.from(Instant.now().minusSeconds(1000));
        Files.setLastModifiedTime(onlyFile(), longAgo);
        run(AT_ONCE, DIGEST, true);
        assertTrue(Files.getLastModifiedTime(onlyFile()).compareTo(longAgo) > 0);
    }

    @Test
    void aSessionThatEndsSoonLeavesNothing() {
        DerivedData derived = new DerivedData(folder, DIGEST);
        try (DeviceSession session = new CpuDevice("vector", 2, NEVER_YET)
                .open(new DeviceOptions(OptionalInt.empty(), false, Optional.of(derived)))) {
            session.upload(model.getFirst().info(), model.getFirst().data());
            session.uploaded();
        }
        assertEquals(List.of(), files());
    }

    @Test
    void sessionsThatWriteTheSameFileLeaveOneThatIsSound() throws InterruptedException {
        List<Thread> threads = IntStream.range(0, 3)
                .mapToObj(i -> Thread.ofPlatform().start(() -> run(AT_ONCE, DIGEST, true)))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        Outcome kept = run(AT_ONCE, DIGEST, false);
        run(Keeping.NOTHING, DIGEST, true).assertSame(kept);
        onlyFile();
    }

    @Test
    void theDefinitionKeepsNothing() throws InterruptedException {
        DerivedData derived = new DerivedData(folder, DIGEST);
        try (DeviceSession session = new CpuDevice("scalar", 2, AT_ONCE)
                .open(new DeviceOptions(OptionalInt.empty(), false, Optional.of(derived)))) {
            session.upload(model.getFirst().info(), model.getFirst().data());
            session.uploaded();
            ((CpuSession) session).awaitKept();
        }
        assertEquals(List.of(), files());
    }

    @Test
    void aLimitBelowZeroIsRefused() {
        assertThrows(SeraiException.class, () -> Keeping.ofMebibytes(-1));
        assertEquals(0, Keeping.ofMebibytes(0).limit());
    }
}
