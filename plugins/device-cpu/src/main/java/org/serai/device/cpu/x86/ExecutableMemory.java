package org.serai.device.cpu.x86;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;

/**
 * Memory that the CPU may execute: mapped for writing, filled, then made readable and executable, so that it is never
 * writable and executable at once. It is given back when nothing refers to it. Systems whose policy forbids such memory
 * (SELinux without {@code execmem}, some hardened containers) refuse the last step.
 */
@SuppressWarnings("restricted") // what is executed was assembled here
final class ExecutableMemory {
    /** Functions begin with a line of the cache. */
    private static final int ALIGNMENT = 64;

    private static final int READ_WRITE = 1 | 2;
    private static final int READ_EXECUTE = 1 | 4;
    private static final int PRIVATE = 2;
    private static final int ANONYMOUS_LINUX = 0x20;
    private static final int ANONYMOUS_MACOS = 0x1000;
    private static final long FAILED = -1;

    private ExecutableMemory() {}

    /**
     * Makes functions that are neighbours of machine code.
     *
     * @param codes the code of each; an empty one takes no room
     * @throws UnavailableException where this system does not give such memory
     */
    static MemorySegment[] of(byte[][] codes) throws UnavailableException {
        int bytes = 0;
        for (byte[] code : codes) {
            bytes += Math.ceilDiv(code.length, ALIGNMENT) * ALIGNMENT;
        }
        byte[] all = new byte[bytes];
        int[] places = new int[codes.length];
        int at = 0;
        for (int i = 0; i < codes.length; i++) {
            places[i] = at;
            System.arraycopy(codes[i], 0, all, at, codes[i].length);
            at += Math.ceilDiv(codes[i].length, ALIGNMENT) * ALIGNMENT;
        }
        MemorySegment memory = of(all);
        MemorySegment[] functions = new MemorySegment[codes.length];
        Arrays.setAll(functions, i -> memory.asSlice(places[i]));
        return functions;
    }

    /**
     * Makes a function of machine code.
     *
     * @throws UnavailableException where this system does not give such memory
     */
    static MemorySegment of(byte[] code) throws UnavailableException {
        Calls calls = Calls.ofSystem();
        try {
            MemorySegment mapped = (MemorySegment) calls.mmap.invokeExact(
                    MemorySegment.NULL, (long) code.length, READ_WRITE, PRIVATE | anonymous(), -1, 0L);
            if (mapped.address() == FAILED) {
                throw new UnavailableException("mmap refuses " + code.length + " bytes");
            }
            MemorySegment memory =
                    mapped.reinterpret(code.length, Arena.ofAuto(), ended -> calls.unmap(ended, code.length));
            MemorySegment.copy(code, 0, memory, ValueLayout.JAVA_BYTE, 0, code.length);
            int refused = (int) calls.mprotect.invokeExact(memory, (long) code.length, READ_EXECUTE);
            if (refused != 0) {
                throw new UnavailableException("mprotect refuses to make memory executable");
            }
            return memory;
        } catch (UnavailableException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e); // the calls declare nothing else
        }
    }

    private static int anonymous() {
        return System.getProperty("os.name").startsWith("Mac") ? ANONYMOUS_MACOS : ANONYMOUS_LINUX;
    }

    /** Executable memory, or code for this CPU, cannot be had here. */
    static final class UnavailableException extends Exception {
        private static final long serialVersionUID = 1;

        UnavailableException(String message) {
            super(message);
        }
    }

    private record Calls(MethodHandle mmap, MethodHandle mprotect, MethodHandle munmap) {
        static Calls ofSystem() throws UnavailableException {
            MemoryLayout pointer = ValueLayout.ADDRESS;
            MemoryLayout number = ValueLayout.JAVA_INT;
            MemoryLayout size = ValueLayout.JAVA_LONG;
            return new Calls(
                    call("mmap", FunctionDescriptor.of(pointer, pointer, size, number, number, number, size)),
                    call("mprotect", FunctionDescriptor.of(number, pointer, size, number)),
                    call("munmap", FunctionDescriptor.of(number, pointer, size)));
        }

        private static MethodHandle call(String name, FunctionDescriptor type) throws UnavailableException {
            Linker linker = Linker.nativeLinker();
            return linker.downcallHandle(
                    linker.defaultLookup()
                            .find(name)
                            .orElseThrow(() -> new UnavailableException("this system has no " + name)),
                    type);
        }

        void unmap(MemorySegment memory, long bytes) {
            try {
                int _ = (int) munmap.invokeExact(memory, bytes);
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
