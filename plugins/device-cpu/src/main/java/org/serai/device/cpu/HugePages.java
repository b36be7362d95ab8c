package org.serai.device.cpu;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Memory of Linux in huge pages: a virtual machine reads weights from them up to twice as fast, and memory that is not
 * touched takes no room. Other systems have no such call.
 */
@SuppressWarnings("restricted") // calls of the C library, with arguments that are all made here
final class HugePages {
    /** What huge pages are long, and begin at multiples of. */
    static final long BYTES = 2L << 20;

    private static final Path SMAPS = Path.of("/proc/self/smaps");
    private static final Pattern RANGE = Pattern.compile("([0-9a-f]+)-([0-9a-f]+) ");
    private static final Pattern HUGE = Pattern.compile("(?:AnonHugePages|FilePmdMapped): *([0-9]+) kB");
    private static final Set<String> ARCHITECTURES = Set.of("amd64", "aarch64");
    private static final int PROT_READ_AND_WRITE = 3;
    private static final int MAP_PRIVATE_AND_ANONYMOUS = 0x22;
    private static final int MADV_HUGEPAGE = 14;
    private static final int MREMAP_MAYMOVE_AND_FIXED = 3;
    private static final long FAILED = -1;

    private HugePages() {}

    /** True where there is this kind of memory, and this JVM may ask for it. */
    static boolean areThere() {
        return System.getProperty("os.name").equals("Linux")
                && ARCHITECTURES.contains(System.getProperty("os.arch").toLowerCase(Locale.ROOT))
                && HugePages.class.getModule().isNativeAccessEnabled();
    }

    /**
     * Zeros, from the beginning of a huge page on, which take room as they are written to. Only where they
     * {@linkplain #areThere() are there}.
     *
     * @param bytes a multiple of {@link #BYTES}
     * @param arena frees the memory
     * @return empty where the system refuses
     */
    static Optional<MemorySegment> allocate(long bytes, Arena arena) {
        return LinuxCalls.mapHugePages(bytes).map(address -> MemorySegment.ofAddress(address)
                .reinterpret(bytes, arena, memory -> LinuxCalls.unmap(memory.address(), bytes)));
    }

    /** True where at least half of some memory is in huge pages now. Only where they {@linkplain #areThere() are there}. */
    static boolean hold(MemorySegment memory) throws IOException {
        long inHugePages = 0;
        boolean within = false;
        try (Stream<String> lines = Files.lines(SMAPS, StandardCharsets.ISO_8859_1)) {
            for (String line : (Iterable<String>) lines::iterator) {
                Matcher range = RANGE.matcher(line);
                Matcher figure = HUGE.matcher(line);
                if (range.lookingAt()) {
                    long from = Long.parseUnsignedLong(range.group(1), 16);
                    long to = Long.parseUnsignedLong(range.group(2), 16);
                    within = from < memory.address() + memory.byteSize() && to > memory.address();
                } else if (within && figure.matches()) {
                    inHugePages += Long.parseLong(figure.group(1)) << 10;
                }
            }
        }
        return inHugePages >= memory.byteSize() / 2;
    }

    /**
     * Moves memory that is read and never written into huge pages, where it stays at its addresses while others read it: a
     * copy takes the place of what was mapped there in one step. Only where huge pages {@linkplain #areThere() are there}.
     *
     * @param memory from the beginning of a huge page on; what is left at its end after whole ones stays where it is
     * @return false where the system refuses; all is as it was then
     */
    static boolean moveInto(MemorySegment memory) {
        long bytes = memory.byteSize() / BYTES * BYTES;
        if (bytes == 0) {
            return true;
        }
        Optional<Long> copy = LinuxCalls.mapHugePages(bytes);
        if (copy.isEmpty()) {
            return false;
        }
        MemorySegment.copy(memory, 0, MemorySegment.ofAddress(copy.get()).reinterpret(bytes), 0, bytes);
        // What was moved leaves its own addresses, which belong to whoever maps memory next: only what stayed is given
        // back.
        boolean moved = LinuxCalls.move(copy.get(), bytes, memory.address());
        if (!moved) {
            LinuxCalls.unmap(copy.get(), bytes);
        }
        return moved;
    }

    /** Bound when the first memory is asked for. */
    private static final class LinuxCalls {
        private static final MethodHandle MMAP = handle(
                "mmap",
                FunctionDescriptor.of(
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_LONG));
        private static final MethodHandle MUNMAP = handle(
                "munmap", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));
        private static final MethodHandle MADVISE = handle(
                "madvise",
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT));

        private static final MethodHandle MREMAP = handle(
                "mremap",
                FunctionDescriptor.of(
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_LONG),
                Linker.Option.firstVariadicArg(4));

        private static MethodHandle handle(String name, FunctionDescriptor description, Linker.Option... options) {
            Linker linker = Linker.nativeLinker();
            return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), description, options);
        }

        static boolean move(long from, long bytes, long to) {
            return (long) call(MREMAP, from, bytes, bytes, MREMAP_MAYMOVE_AND_FIXED, to) != FAILED;
        }

        /** Maps memory that begins with a huge page, and is in such where the system has some. */
        static Optional<Long> mapHugePages(long bytes) {
            long whole = bytes + BYTES;
            long address = (long) call(MMAP, 0L, whole, PROT_READ_AND_WRITE, MAP_PRIVATE_AND_ANONYMOUS, -1, 0L);
            if (address == FAILED) {
                return Optional.empty();
            }
            long aligned = Math.ceilDiv(address, BYTES) * BYTES;
            unmap(address, aligned - address);
            unmap(aligned + bytes, address + whole - (aligned + bytes));
            call(MADVISE, aligned, bytes, MADV_HUGEPAGE); // a system that has none keeps to small pages
            return Optional.of(aligned);
        }

        static void unmap(long address, long bytes) {
            if (bytes > 0) {
                call(MUNMAP, address, bytes);
            }
        }

        private static Object call(MethodHandle handle, Object... arguments) {
            try {
                return handle.invokeWithArguments(arguments);
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException("calls of the C library throw nothing", e);
            }
        }
    }
}
