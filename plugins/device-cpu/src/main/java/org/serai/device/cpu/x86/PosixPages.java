package org.serai.device.cpu.x86;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.serai.device.cpu.x86.ExecutableMemory.UnavailableException;

/** The calls of Linux and macOS. */
record PosixPages(MethodHandle mmap, MethodHandle mprotect, MethodHandle munmap, int anonymous)
        implements ExecutablePages {
    private static final int READ_WRITE = 1 | 2;
    private static final int READ_EXECUTE = 1 | 4;
    private static final int PRIVATE = 2;
    private static final int ANONYMOUS_LINUX = 0x20;
    private static final int ANONYMOUS_MACOS = 0x1000;
    private static final long FAILED = -1;

    static PosixPages bind(boolean macos) throws UnavailableException {
        MemoryLayout pointer = ValueLayout.ADDRESS;
        MemoryLayout number = ValueLayout.JAVA_INT;
        MemoryLayout size = ValueLayout.JAVA_LONG;
        SymbolLookup library = Linker.nativeLinker().defaultLookup();
        return new PosixPages(
                ExecutablePages.bind(
                        library, "mmap", FunctionDescriptor.of(pointer, pointer, size, number, number, number, size)),
                ExecutablePages.bind(library, "mprotect", FunctionDescriptor.of(number, pointer, size, number)),
                ExecutablePages.bind(library, "munmap", FunctionDescriptor.of(number, pointer, size)),
                macos ? ANONYMOUS_MACOS : ANONYMOUS_LINUX);
    }

    @Override
    public MemorySegment map(long bytes) throws UnavailableException {
        MemorySegment mapped;
        try {
            mapped = (MemorySegment)
                    mmap.invokeExact(MemorySegment.NULL, bytes, READ_WRITE, PRIVATE | anonymous, -1, 0L);
        } catch (Throwable e) {
            throw ExecutablePages.undeclared(e);
        }
        if (mapped.address() == FAILED) {
            throw new UnavailableException("mmap refuses " + bytes + " bytes");
        }
        return mapped;
    }

    @Override
    public void makeExecutable(MemorySegment memory) throws UnavailableException {
        int refused;
        try {
            refused = (int) mprotect.invokeExact(memory, memory.byteSize(), READ_EXECUTE);
        } catch (Throwable e) {
            throw ExecutablePages.undeclared(e);
        }
        if (refused != 0) {
            throw new UnavailableException("mprotect refuses to make memory executable");
        }
    }

    @Override
    public void unmap(MemorySegment memory) {
        try {
            int _ = (int) munmap.invokeExact(memory, memory.byteSize());
        } catch (Throwable e) {
            throw ExecutablePages.undeclared(e);
        }
    }
}
