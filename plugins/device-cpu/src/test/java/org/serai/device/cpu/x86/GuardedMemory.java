package org.serai.device.cpu.x86;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Memory between two pages that nobody may touch: who reads or writes one byte too far ends the JVM of the test. */
@SuppressWarnings("restricted") // pages are forbidden here
final class GuardedMemory {
    private static final long PAGE = 4096;
    private static final int NO_ACCESS = 0;

    private final MemorySegment inner;

    /** Takes memory for good, because pages that are forbidden cannot be given back. */
    GuardedMemory(long bytes) throws Throwable {
        long whole = Math.ceilDiv(bytes, PAGE) * PAGE;
        MemorySegment all = Arena.global().allocate(whole + 2 * PAGE, PAGE);
        MethodHandle protect = Linker.nativeLinker()
                .downcallHandle(
                        Linker.nativeLinker().defaultLookup().find("mprotect").orElseThrow(),
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT,
                                ValueLayout.ADDRESS,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_INT));
        for (long page : new long[] {0, PAGE + whole}) {
            int refused = (int) protect.invokeExact(all.asSlice(page), PAGE, NO_ACCESS);
            if (refused != 0) {
                throw new IllegalStateException("mprotect refuses");
            }
        }
        inner = all.asSlice(PAGE, whole);
    }

    /** Bytes that begin right behind the first forbidden page. */
    MemorySegment first(long bytes) {
        return inner.asSlice(0, bytes);
    }

    /** Bytes that end right before the other forbidden page. */
    MemorySegment last(long bytes) {
        return inner.asSlice(inner.byteSize() - bytes);
    }
}
