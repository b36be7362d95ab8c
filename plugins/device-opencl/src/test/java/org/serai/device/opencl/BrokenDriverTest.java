package org.serai.device.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.serai.device.DeviceOptions;
import org.serai.device.DeviceSession;
import org.serai.device.KvShape;
import org.serai.device.Phase;
import org.serai.device.Projection;
import org.serai.device.Tensor;
import org.serai.device.Weights;
import org.serai.device.opencl.driver.Functions;
import org.serai.device.opencl.driver.OpenClLibrary;
import org.serai.device.opencl.error.OpenClErrors;
import org.serai.error.SeraiException;
import org.serai.tck.SampleWeights;

/** What happens without a driver, without a device, without memory, and with a driver whose functions fail. */
class BrokenDriverTest {
    @BeforeAll
    static void needsADriver() {
        TestDevices.opencl();
    }

    private static final DeviceOptions OPTIONS = new DeviceOptions(OptionalInt.empty(), true);
    private static final String EVERY_KIND = "gpu,accelerator,cpu";

    @TempDir
    Path cache;

    @Test
    void withoutALoaderTheDeviceSupportsNothingAndSaysWhy() {
        TestDevices.requireNotThere(
                new OpenClDevice(settings(), cache, () -> {
                    throw new SeraiException(OpenClErrors.NO_DEVICE, "there is no library");
                }),
                "there is no library");
    }

    @Test
    void aLoaderOfAnotherVersionIsNamed() {
        TestDevices.requireNotThere(
                new OpenClDevice(settings(), cache, this::withoutFunctions), "no function clGetPlatformIDs");
    }

    private Functions withoutFunctions() {
        return (name, signature) -> {
            throw new SeraiException(OpenClErrors.NO_DEVICE, "there is no function " + name);
        };
    }

    /** The loader without any driver gives this status. */
    @Test
    void withoutADriverTheDeviceSupportsNothingAndSaysWhy() {
        TestDevices.requireNotThere(device(new Faults().fail("clGetPlatformIDs", -1001)), "no driver is installed");
    }

    @Test
    void aDriverThatCannotBeAskedIsNotThere() {
        TestDevices.requireNotThere(device(new Faults().fail("clGetDeviceIDs", -2)), "CL_DEVICE_NOT_AVAILABLE (-2)");
    }

    @Test
    void withoutADeviceOfTheWantedKindTheOthersAreNamed() {
        String name = TestDevices.opencl().inUse().orElseThrow().name();
        TestDevices.requireNotThere(
                new OpenClDevice(Settings.parse(EVERY_KIND, "no such name", 50), cache, OpenClLibrary::find), name);
    }

    @ParameterizedTest
    @CsvSource({
        "clCreateCommandQueue, -34, CL_INVALID_CONTEXT",
        "clCreateKernel, -6, CL_OUT_OF_HOST_MEMORY",
        "clCreateBuffer, -4, CL_MEM_OBJECT_ALLOCATION_FAILURE",
        "clEnqueueWriteBuffer, -5, CL_OUT_OF_RESOURCES",
        "clEnqueueFillBuffer, -36, CL_INVALID_COMMAND_QUEUE",
        "clSetKernelArg, -51, CL_INVALID_ARG_SIZE",
        "clEnqueueNDRangeKernel, -54, CL_INVALID_WORK_GROUP_SIZE",
        "clEnqueueReadBuffer, -14, CL_EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST",
        "clEnqueueReadBuffer, -12345, an unknown status"
    })
    void aCallThatFailsIsNamedWithItsError(String function, int status, String name) {
        Faults faults = new Faults();
        OpenClDevice device = device(faults);
        try (DeviceSession well = device.open(OPTIONS)) {
            assertEquals(3, work(well));
        }
        faults.fail(function, status);
        SeraiException failure = assertThrows(SeraiException.class, () -> {
            try (DeviceSession session = device.open(OPTIONS)) {
                work(session);
            }
        });
        String message = failure.toString();
        assertTrue(message.contains(function.replace("clEnqueueNDRangeKernel", "kernel multiply_few")), message);
        assertTrue(message.contains(name + " (" + status + ")"), message);
        assertTrue(failure.code().category().retryable(), message);
        faults.heal();
        try (DeviceSession again = device.open(OPTIONS)) {
            assertEquals(3, work(again), "what the failed session held is free");
        }
        device.close();
    }

    /** A product of a vector of ones. */
    private static float work(DeviceSession session) {
        SampleWeights sample = SampleWeights.of("w", 2, 3, 1, 1, 1, 2, 2, 2);
        Weights weights = session.upload(sample.info(), sample.data());
        Tensor x = session.allocate(1, 3);
        session.write(x, 0, new float[] {1, 1, 1});
        Tensor out = session.allocate(1, 2);
        session.project(Phase.DECODE, x, 1, List.of(new Projection(weights, out)));
        float[] numbers = new float[2];
        session.read(out, 0, numbers);
        return numbers[0];
    }

    @Test
    void aSessionIsClosedAlsoWhereNothingCanBeGivenBack() {
        Faults faults = new Faults();
        OpenClDevice device = device(faults);
        DeviceSession session = device.open(OPTIONS);
        work(session);
        faults.fail("clReleaseMemObject", -38).fail("clReleaseKernel", -48).fail("clReleaseCommandQueue", -36);
        session.close();
        assertEquals(0, session.memoryBytes());
    }

    @Test
    void tooLittleMemoryIsRefusedWithTheNumbers() {
        OpenClDevice device = device(new Faults());
        long limit = device.info().memoryBytes();
        try (DeviceSession session = device.open(OPTIONS)) {
            KvShape shape = new KvShape(1 << 14, 8, 128, 128, 64, 1 << 12);
            SeraiException refusal = assertThrows(SeraiException.class, () -> session.allocateKvCache(shape));
            assertEquals(OpenClErrors.MEMORY, refusal.code());
            String megabytes = String.format(java.util.Locale.ROOT, "%,d MiB", Math.ceilDiv(limit, 1 << 20));
            assertTrue(refusal.toString().contains(megabytes), refusal.toString());
            assertTrue(refusal.toString().contains("262144 tokens"), refusal.toString());
            assertEquals(0, session.memoryBytes(), "a refusal takes nothing");
        }
        device.close();
    }

    @Test
    void kernelsThatDoNotCompileAreReportedWithTheCompilersWords() {
        SeraiException failure =
                assertThrows(SeraiException.class, () -> device(new Faults().fail("clBuildProgram", -11))
                        .open(OPTIONS));
        assertEquals(OpenClErrors.BUILD, failure.code());
        assertTrue(failure.toString().contains("CL_BUILD_PROGRAM_FAILURE (-11)"), failure.toString());
    }

    @Test
    void programsAreKeptAndADamagedOrRefusedOneIsCompiledAgain() throws Exception {
        open(device(new Faults()));
        List<Path> kept = files();
        assertFalse(kept.isEmpty());

        Faults withoutCompiler = new Faults().fail("clCreateProgramWithSource", -3);
        open(device(withoutCompiler));

        byte[] whole = Files.readAllBytes(kept.getFirst());
        for (Path file : kept) {
            byte[] damaged = Files.readAllBytes(file);
            damaged[damaged.length / 2] ^= 1;
            Files.write(file, damaged);
        }
        assertThrows(SeraiException.class, () -> open(device(withoutCompiler)));
        open(device(new Faults()));
        assertEquals(whole.length, Files.size(kept.getFirst()));
        open(device(withoutCompiler));

        open(device(new Faults().fail("clCreateProgramWithBinary", -42)));
        assertEquals(kept, files());
    }

    private static void open(OpenClDevice device) {
        try (DeviceSession session = device.open(OPTIONS)) {
            assertEquals(0, session.memoryBytes());
        } finally {
            device.close();
        }
    }

    private List<Path> files() throws Exception {
        try (Stream<Path> files = Files.list(cache)) {
            return files.sorted().toList();
        }
    }

    private OpenClDevice device(Faults faults) {
        return new OpenClDevice(settings(), cache, () -> faults.over(OpenClLibrary.find()));
    }

    private static Settings settings() {
        return Settings.parse(EVERY_KIND, "", 50);
    }

    /** The installed driver, of which some functions give an error instead of doing their work. */
    private static final class Faults {
        private final Map<String, Integer> failing = new ConcurrentHashMap<>();

        Faults fail(String function, int status) {
            failing.put(function, status);
            return this;
        }

        void heal() {
            failing.clear();
        }

        /** The same functions, which ask at each call whether they are to fail. */
        Functions over(Functions real) {
            return (name, signature) -> {
                MethodHandle works = real.bind(name, signature);
                return MethodHandles.guardWithTest(
                        MethodHandles.dropArguments(
                                bound("fails", boolean.class, name),
                                0,
                                works.type().parameterList()),
                        failure(name, works.type()),
                        works);
            };
        }

        /** Functions that make something write their status to where their last argument points. */
        private MethodHandle failure(String name, MethodType type) {
            MethodHandle answer = type.returnType() == int.class
                    ? bound("status", int.class, name)
                    : bound("nothing", MemorySegment.class, name, MemorySegment.class);
            int others = type.parameterCount() - answer.type().parameterCount();
            return MethodHandles.dropArguments(answer, 0, type.parameterList().subList(0, others));
        }

        private MethodHandle bound(String method, Class<?> result, String name, Class<?>... more) {
            try {
                MethodType type = MethodType.methodType(result, more).insertParameterTypes(0, String.class);
                return MethodHandles.insertArguments(
                        MethodHandles.lookup().findVirtual(Faults.class, method, type), 0, this, name);
            } catch (ReflectiveOperationException e) {
                throw new LinkageError(method, e);
            }
        }

        @SuppressWarnings("UnusedMethod") // found by name
        boolean fails(String name) {
            return failing.containsKey(name);
        }

        @SuppressWarnings("UnusedMethod") // found by name
        int status(String name) {
            return failing.getOrDefault(name, 0);
        }

        @SuppressWarnings({"UnusedMethod", "restricted"}) // found by name; the status is an int
        MemorySegment nothing(String name, MemorySegment status) {
            status.reinterpret(Integer.BYTES).set(ValueLayout.JAVA_INT, 0, failing.getOrDefault(name, 0));
            return MemorySegment.NULL;
        }
    }
}
