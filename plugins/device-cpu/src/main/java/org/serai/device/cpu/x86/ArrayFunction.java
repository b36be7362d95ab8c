package org.serai.device.cpu.x86;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Calls an assembled function that takes three pointers and three numbers. */
@SuppressWarnings("restricted") // what is called was assembled here
final class ArrayFunction {
    /** Takes the function first. Heap arrays are used in place, so that a call has to be short: a collection waits for it. */
    private static final MethodHandle CALL = Linker.nativeLinker()
            .downcallHandle(
                    FunctionDescriptor.ofVoid(
                            ValueLayout.ADDRESS,
                            ValueLayout.ADDRESS,
                            ValueLayout.ADDRESS,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG),
                    Linker.Option.critical(true));

    private ArrayFunction() {}

    static void call(
            MemorySegment function,
            MemorySegment first,
            MemorySegment second,
            MemorySegment third,
            long fourth,
            long fifth,
            long sixth) {
        try {
            CALL.invokeExact(function, first, second, third, fourth, fifth, sixth);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e); // the call declares nothing else
        }
    }
}
