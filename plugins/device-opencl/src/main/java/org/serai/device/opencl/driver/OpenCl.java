package org.serai.device.opencl.driver;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.serai.device.opencl.error.OpenClErrors;
import org.serai.error.SeraiException;

/**
 * The functions of OpenCL 1.2 that the device needs. Each method is the function of that name, with its status turned into a
 * {@link DriverException}; objects of OpenCL are addresses that mean something to the driver alone. Thread-safe but for
 * {@link #setArgument} on one kernel, as OpenCL is.
 *
 * @see <a href="https://registry.khronos.org/OpenCL/specs/opencl-1.2.pdf">The OpenCL 1.2 specification</a>
 */
public final class OpenCl {
    private static final MemorySegment NULL = MemorySegment.NULL;
    private static final long ALL_DEVICE_TYPES = 0xFFFFFFFFL;
    private static final int TRUE = 1;
    private static final long READ_WRITE = 1;
    private static final int PROGRAM_BINARY_SIZES = 0x1165;
    private static final int PROGRAM_BINARIES = 0x1166;
    private static final int PROGRAM_BUILD_LOG = 0x1183;

    private static final MemoryLayout STATUS = JAVA_INT;
    private static final MemoryLayout OBJECT = ADDRESS;
    private static final MemoryLayout POINTER = ADDRESS;
    private static final MemoryLayout INT = JAVA_INT;
    private static final MemoryLayout LONG = JAVA_LONG;
    private static final MemoryLayout SIZE = JAVA_LONG;

    private final MethodHandle getPlatformIds;
    private final MethodHandle getPlatformInfo;
    private final MethodHandle getDeviceIds;
    private final MethodHandle getDeviceInfo;
    private final MethodHandle createContext;
    private final MethodHandle releaseContext;
    private final MethodHandle createCommandQueue;
    private final MethodHandle releaseCommandQueue;
    private final MethodHandle createBuffer;
    private final MethodHandle releaseMemObject;
    private final MethodHandle enqueueWriteBuffer;
    private final MethodHandle enqueueReadBuffer;
    private final MethodHandle enqueueCopyBuffer;
    private final MethodHandle enqueueFillBuffer;
    private final MethodHandle createProgramWithSource;
    private final MethodHandle createProgramWithBinary;
    private final MethodHandle buildProgram;
    private final MethodHandle getProgramBuildInfo;
    private final MethodHandle getProgramInfo;
    private final MethodHandle releaseProgram;
    private final MethodHandle createKernel;
    private final MethodHandle releaseKernel;
    private final MethodHandle setKernelArg;
    private final MethodHandle enqueueNdRangeKernel;

    /** @throws org.serai.error.SeraiException where a function is missing */
    public OpenCl(Functions functions) {
        getPlatformIds = functions.bind("clGetPlatformIDs", FunctionDescriptor.of(STATUS, INT, POINTER, POINTER));
        getPlatformInfo =
                functions.bind("clGetPlatformInfo", FunctionDescriptor.of(STATUS, OBJECT, INT, SIZE, POINTER, POINTER));
        getDeviceIds =
                functions.bind("clGetDeviceIDs", FunctionDescriptor.of(STATUS, OBJECT, LONG, INT, POINTER, POINTER));
        getDeviceInfo =
                functions.bind("clGetDeviceInfo", FunctionDescriptor.of(STATUS, OBJECT, INT, SIZE, POINTER, POINTER));
        createContext = functions.bind(
                "clCreateContext", FunctionDescriptor.of(OBJECT, POINTER, INT, POINTER, POINTER, POINTER, POINTER));
        releaseContext = functions.bind("clReleaseContext", FunctionDescriptor.of(STATUS, OBJECT));
        createCommandQueue =
                functions.bind("clCreateCommandQueue", FunctionDescriptor.of(OBJECT, OBJECT, OBJECT, LONG, POINTER));
        releaseCommandQueue = functions.bind("clReleaseCommandQueue", FunctionDescriptor.of(STATUS, OBJECT));
        createBuffer =
                functions.bind("clCreateBuffer", FunctionDescriptor.of(OBJECT, OBJECT, LONG, SIZE, POINTER, POINTER));
        releaseMemObject = functions.bind("clReleaseMemObject", FunctionDescriptor.of(STATUS, OBJECT));
        enqueueWriteBuffer = functions.bind(
                "clEnqueueWriteBuffer",
                FunctionDescriptor.of(STATUS, OBJECT, OBJECT, INT, SIZE, SIZE, POINTER, INT, POINTER, POINTER));
        enqueueReadBuffer = functions.bind(
                "clEnqueueReadBuffer",
                FunctionDescriptor.of(STATUS, OBJECT, OBJECT, INT, SIZE, SIZE, POINTER, INT, POINTER, POINTER));
        enqueueCopyBuffer = functions.bind(
                "clEnqueueCopyBuffer",
                FunctionDescriptor.of(STATUS, OBJECT, OBJECT, OBJECT, SIZE, SIZE, SIZE, INT, POINTER, POINTER));
        enqueueFillBuffer = functions.bind(
                "clEnqueueFillBuffer",
                FunctionDescriptor.of(STATUS, OBJECT, OBJECT, POINTER, SIZE, SIZE, SIZE, INT, POINTER, POINTER));
        createProgramWithSource = functions.bind(
                "clCreateProgramWithSource", FunctionDescriptor.of(OBJECT, OBJECT, INT, POINTER, POINTER, POINTER));
        createProgramWithBinary = functions.bind(
                "clCreateProgramWithBinary",
                FunctionDescriptor.of(OBJECT, OBJECT, INT, POINTER, POINTER, POINTER, POINTER, POINTER));
        buildProgram = functions.bind(
                "clBuildProgram", FunctionDescriptor.of(STATUS, OBJECT, INT, POINTER, POINTER, POINTER, POINTER));
        getProgramBuildInfo = functions.bind(
                "clGetProgramBuildInfo", FunctionDescriptor.of(STATUS, OBJECT, OBJECT, INT, SIZE, POINTER, POINTER));
        getProgramInfo =
                functions.bind("clGetProgramInfo", FunctionDescriptor.of(STATUS, OBJECT, INT, SIZE, POINTER, POINTER));
        releaseProgram = functions.bind("clReleaseProgram", FunctionDescriptor.of(STATUS, OBJECT));
        createKernel = functions.bind("clCreateKernel", FunctionDescriptor.of(OBJECT, OBJECT, POINTER, POINTER));
        releaseKernel = functions.bind("clReleaseKernel", FunctionDescriptor.of(STATUS, OBJECT));
        setKernelArg = functions.bind("clSetKernelArg", FunctionDescriptor.of(STATUS, OBJECT, INT, SIZE, POINTER));
        enqueueNdRangeKernel = functions.bind(
                "clEnqueueNDRangeKernel",
                FunctionDescriptor.of(STATUS, OBJECT, OBJECT, INT, POINTER, POINTER, POINTER, INT, POINTER, POINTER));
    }

    // Platforms and devices.

    /** The drivers; empty where there is none. */
    public List<MemorySegment> platforms() {
        return list("clGetPlatformIDs", Status.PLATFORM_NOT_FOUND, (size, target, count) ->
                (int) getPlatformIds.invokeExact(size, target, count));
    }

    /** The devices of a driver; empty where there is none. */
    public List<MemorySegment> devices(MemorySegment platform) {
        return list("clGetDeviceIDs", Status.DEVICE_NOT_FOUND, (size, target, count) ->
                (int) getDeviceIds.invokeExact(platform, ALL_DEVICE_TYPES, size, target, count));
    }

    String platformText(MemorySegment platform, int name) {
        return text("clGetPlatformInfo", (size, target, needed) ->
                (int) getPlatformInfo.invokeExact(platform, name, size, target, needed));
    }

    String deviceText(MemorySegment device, int name) {
        return text("clGetDeviceInfo", (size, target, needed) ->
                (int) getDeviceInfo.invokeExact(device, name, size, target, needed));
    }

    /** A whole number of four or eight bytes. */
    long deviceNumber(MemorySegment device, int name) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment target = arena.allocate(JAVA_LONG);
            check("clGetDeviceInfo", () ->
                    (int) getDeviceInfo.invokeExact(device, name, JAVA_LONG.byteSize(), target, NULL));
            return target.get(JAVA_LONG, 0);
        }
    }

    // Contexts, queues and buffers.

    public MemorySegment createContext(MemorySegment device) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment devices = arena.allocateFrom(ADDRESS, device);
            return create("clCreateContext", status ->
                    (MemorySegment) createContext.invokeExact(NULL, 1, devices, NULL, NULL, status));
        }
    }

    public void releaseContext(MemorySegment context) {
        check("clReleaseContext", () -> (int) releaseContext.invokeExact(context));
    }

    /** A queue that works on its commands one after the other. */
    public MemorySegment createQueue(MemorySegment context, MemorySegment device) {
        return create("clCreateCommandQueue", status ->
                (MemorySegment) createCommandQueue.invokeExact(context, device, 0L, status));
    }

    public void releaseQueue(MemorySegment queue) {
        check("clReleaseCommandQueue", () -> (int) releaseCommandQueue.invokeExact(queue));
    }

    public MemorySegment createBuffer(MemorySegment context, long bytes) {
        return create("clCreateBuffer of " + bytes + " bytes", status ->
                (MemorySegment) createBuffer.invokeExact(context, READ_WRITE, bytes, NULL, status));
    }

    /** Frees a buffer once all commands that use it are done. */
    public void releaseBuffer(MemorySegment buffer) {
        check("clReleaseMemObject", () -> (int) releaseMemObject.invokeExact(buffer));
    }

    // Commands.

    /** Copies all of a native segment into a buffer, and waits until that is done. */
    public void write(MemorySegment queue, MemorySegment buffer, long offset, MemorySegment source) {
        long bytes = source.byteSize();
        check("clEnqueueWriteBuffer", () ->
                (int) enqueueWriteBuffer.invokeExact(queue, buffer, TRUE, offset, bytes, source, 0, NULL, NULL));
    }

    /** Fills all of a native segment from a buffer, and waits until that is done. */
    public void read(MemorySegment queue, MemorySegment buffer, long offset, MemorySegment target) {
        long bytes = target.byteSize();
        check("clEnqueueReadBuffer", () ->
                (int) enqueueReadBuffer.invokeExact(queue, buffer, TRUE, offset, bytes, target, 0, NULL, NULL));
    }

    /** Copies within a buffer, where the parts do not overlap, or from one to another. */
    public void copy(
            MemorySegment queue, MemorySegment source, long sourceAt, MemorySegment target, long targetAt, long bytes) {
        check("clEnqueueCopyBuffer", () ->
                (int) enqueueCopyBuffer.invokeExact(queue, source, target, sourceAt, targetAt, bytes, 0, NULL, NULL));
    }

    /** Sets a buffer to zeros; {@code bytes} are whole words of four. */
    public void clear(MemorySegment queue, MemorySegment buffer, long bytes) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment zero = arena.allocate(JAVA_INT);
            check("clEnqueueFillBuffer", () -> (int)
                    enqueueFillBuffer.invokeExact(queue, buffer, zero, JAVA_INT.byteSize(), 0L, bytes, 0, NULL, NULL));
        }
    }

    /**
     * Starts a kernel.
     *
     * @param global three sizes of eight bytes each: the work-items, in multiples of the work-groups
     * @param local three sizes: a work-group
     */
    void launch(MemorySegment queue, MemorySegment kernel, String name, MemorySegment global, MemorySegment local) {
        check(name, () -> (int) enqueueNdRangeKernel.invokeExact(queue, kernel, 3, NULL, global, local, 0, NULL, NULL));
    }

    // Programs and kernels.

    /** Compiles source. */
    public MemorySegment compile(MemorySegment context, MemorySegment device, String source, String options) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment strings = arena.allocateFrom(ADDRESS, arena.allocateFrom(source));
            MemorySegment program = create("clCreateProgramWithSource", status ->
                    (MemorySegment) createProgramWithSource.invokeExact(context, 1, strings, NULL, status));
            int status = build(program, options);
            if (status != Status.SUCCESS) {
                String log = buildLog(program, device);
                releaseProgram(program);
                throw new SeraiException(
                        OpenClErrors.BUILD,
                        "The OpenCL driver does not compile the kernels: " + Status.name(status) + ". It says: "
                                + log.strip() + ". Update the driver, and report this with `serai gpu check`; let the"
                                + " alias use another device meanwhile.");
            }
            return program;
        }
    }

    /** Takes what {@link #binary} gave earlier, or nothing where the driver does not want it. */
    public Optional<MemorySegment> load(MemorySegment context, MemorySegment device, byte[] binary, String options) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment devices = arena.allocateFrom(ADDRESS, device);
            MemorySegment lengths = arena.allocateFrom(JAVA_LONG, binary.length);
            MemorySegment binaries = arena.allocateFrom(ADDRESS, arena.allocateFrom(JAVA_BYTE, binary));
            MemorySegment each = arena.allocate(JAVA_INT);
            MemorySegment status = arena.allocate(JAVA_INT);
            MemorySegment program = object(() -> (MemorySegment)
                    createProgramWithBinary.invokeExact(context, 1, devices, lengths, binaries, each, status));
            switch (status.get(JAVA_INT, 0)) {
                case Status.SUCCESS -> {
                    if (build(program, options) == Status.SUCCESS) {
                        return Optional.of(program);
                    }
                    releaseProgram(program);
                    return Optional.empty();
                }
                case Status.INVALID_BINARY, Status.INVALID_VALUE -> {
                    return Optional.empty();
                }
                default -> throw DriverException.of("clCreateProgramWithBinary", status.get(JAVA_INT, 0));
            }
        }
    }

    private int build(MemorySegment program, String options) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocateFrom(options);
            return status(() -> (int) buildProgram.invokeExact(program, 0, NULL, text, NULL, NULL));
        }
    }

    private String buildLog(MemorySegment program, MemorySegment device) {
        try {
            return text("clGetProgramBuildInfo", (size, target, needed) ->
                    (int) getProgramBuildInfo.invokeExact(program, device, PROGRAM_BUILD_LOG, size, target, needed));
        } catch (DriverException e) {
            return "nothing, since " + e.getMessage();
        }
    }

    /** The compiled form of a program, for {@link #load}. */
    public byte[] binary(MemorySegment program) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment size = arena.allocate(JAVA_LONG);
            check("clGetProgramInfo", () ->
                    (int) getProgramInfo.invokeExact(program, PROGRAM_BINARY_SIZES, JAVA_LONG.byteSize(), size, NULL));
            MemorySegment binary = arena.allocate(size.get(JAVA_LONG, 0));
            MemorySegment pointer = arena.allocateFrom(ADDRESS, binary);
            check("clGetProgramInfo", () ->
                    (int) getProgramInfo.invokeExact(program, PROGRAM_BINARIES, ADDRESS.byteSize(), pointer, NULL));
            return binary.toArray(JAVA_BYTE);
        }
    }

    public void releaseProgram(MemorySegment program) {
        check("clReleaseProgram", () -> (int) releaseProgram.invokeExact(program));
    }

    MemorySegment createKernel(MemorySegment program, String name) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocateFrom(name);
            return create("clCreateKernel of " + name, status ->
                    (MemorySegment) createKernel.invokeExact(program, text, status));
        }
    }

    void releaseKernel(MemorySegment kernel) {
        check("clReleaseKernel", () -> (int) releaseKernel.invokeExact(kernel));
    }

    /** @param value where the argument stands; {@link MemorySegment#NULL} for local memory of that size */
    void setArgument(MemorySegment kernel, int index, long bytes, MemorySegment value) {
        check("clSetKernelArg", () -> (int) setKernelArg.invokeExact(kernel, index, bytes, value));
    }

    // How functions are called.

    @FunctionalInterface
    private interface StatusCall {
        int call() throws Throwable;
    }

    @FunctionalInterface
    private interface ObjectCall {
        MemorySegment call() throws Throwable;
    }

    @FunctionalInterface
    private interface Creation {
        MemorySegment call(MemorySegment status) throws Throwable;
    }

    @FunctionalInterface
    private interface Listing {
        int call(int size, MemorySegment target, MemorySegment count) throws Throwable;
    }

    @FunctionalInterface
    private interface Question {
        int call(long size, MemorySegment target, MemorySegment needed) throws Throwable;
    }

    private static int status(StatusCall call) {
        try {
            return call.call();
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static MemorySegment object(ObjectCall call) {
        try {
            return call.call();
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** A native function throws nothing, so that what comes out of a call is a defect of this class. */
    private static RuntimeException unexpected(Throwable e) {
        return switch (e) {
            case RuntimeException known -> known;
            case Error error -> throw error;
            default -> new IllegalStateException("A call to OpenCL failed in Java", e);
        };
    }

    private static void check(String function, StatusCall call) {
        int status = status(call);
        if (status != Status.SUCCESS) {
            throw DriverException.of(function, status);
        }
    }

    private static MemorySegment create(String function, Creation creation) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment status = arena.allocate(JAVA_INT);
            MemorySegment created = object(() -> creation.call(status));
            if (status.get(JAVA_INT, 0) != Status.SUCCESS) {
                throw DriverException.of(function, status.get(JAVA_INT, 0));
            }
            return created;
        }
    }

    private static List<MemorySegment> list(String function, int none, Listing listing) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment count = arena.allocate(JAVA_INT);
            int status = status(() -> listing.call(0, NULL, count));
            if (status == none) {
                return List.of();
            }
            if (status != Status.SUCCESS) {
                throw DriverException.of(function, status);
            }
            int size = count.get(JAVA_INT, 0);
            MemorySegment target = arena.allocate(ADDRESS, size);
            check(function, () -> listing.call(size, target, NULL));
            return IntStream.range(0, size)
                    .mapToObj(i -> target.getAtIndex(ADDRESS, i))
                    .toList();
        }
    }

    private static String text(String function, Question question) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment needed = arena.allocate(JAVA_LONG);
            check(function, () -> question.call(0, NULL, needed));
            long size = needed.get(JAVA_LONG, 0);
            MemorySegment target = arena.allocate(size + 1);
            check(function, () -> question.call(size, target, NULL));
            return target.getString(0, StandardCharsets.UTF_8).strip();
        }
    }
}
