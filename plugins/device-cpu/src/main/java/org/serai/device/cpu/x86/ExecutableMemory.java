package org.serai.device.cpu.x86;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Memory that the CPU may execute: mapped for writing, filled, then made readable and executable, so that it is never
 * writable and executable at once. It is given back when nothing refers to it. Systems whose policy forbids such memory
 * (SELinux without {@code execmem}, some hardened containers) refuse the last step.
 */
@SuppressWarnings("restricted") // what is executed was assembled here
final class ExecutableMemory {
    /** Functions begin with a line of the cache. */
    private static final int ALIGNMENT = 64;

    private static final CallingConvention CONVENTION = CallingConvention.ofSystem();

    private ExecutableMemory() {}

    /**
     * Makes functions that are neighbours, which are called by the convention of this system.
     *
     * @param codes what was generated for each; an empty one takes no room
     * @param names of the functions
     * @param listener is told of those that are not empty
     * @throws UnavailableException where this system does not give such memory
     */
    static MemorySegment[] of(byte[][] codes, String[] names, CodeListener listener) throws UnavailableException {
        byte[][] functions = new byte[codes.length][];
        int[] places = new int[codes.length];
        int bytes = 0;
        for (int i = 0; i < codes.length; i++) {
            functions[i] = codes[i].length == 0 ? codes[i] : CONVENTION.function(codes[i]);
            places[i] = bytes;
            bytes += Math.ceilDiv(functions[i].length, ALIGNMENT) * ALIGNMENT;
        }
        byte[] all = new byte[bytes];
        for (int i = 0; i < codes.length; i++) {
            System.arraycopy(functions[i], 0, all, places[i], functions[i].length);
        }
        MemorySegment memory = map(all);
        MemorySegment[] callable = new MemorySegment[codes.length];
        for (int i = 0; i < codes.length; i++) {
            callable[i] = memory.asSlice(places[i]);
            if (functions[i].length > 0) {
                listener.assembled(names[i], callable[i].address(), functions[i]);
            }
        }
        return callable;
    }

    /**
     * Makes a function, which is called by the convention of this system.
     *
     * @param code what was generated
     * @throws UnavailableException where this system does not give such memory
     */
    static MemorySegment of(byte[] code) throws UnavailableException {
        return map(CONVENTION.function(code));
    }

    private static MemorySegment map(byte[] code) throws UnavailableException {
        ExecutablePages pages = ExecutablePages.ofSystem();
        long bytes = code.length;
        MemorySegment memory =
                pages.map(bytes).reinterpret(bytes, Arena.ofAuto(), ended -> pages.unmap(ended.reinterpret(bytes)));
        MemorySegment.copy(code, 0, memory, ValueLayout.JAVA_BYTE, 0, code.length);
        pages.makeExecutable(memory);
        return memory;
    }

    /** Executable memory, or code for this CPU, cannot be had here. */
    static final class UnavailableException extends Exception {
        private static final long serialVersionUID = 1;

        UnavailableException(String message) {
            super(message);
        }
    }
}
