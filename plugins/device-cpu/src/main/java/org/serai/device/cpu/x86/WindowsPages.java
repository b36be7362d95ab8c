package org.serai.device.cpu.x86;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.serai.device.cpu.x86.ExecutableMemory.UnavailableException;

/** The calls of Windows. */
@SuppressWarnings("restricted") // calls of the system, with arguments that are all made here
record WindowsPages(MethodHandle virtualAlloc, MethodHandle virtualProtect, MethodHandle virtualFree)
        implements ExecutablePages {
    private static final int MEM_COMMIT_AND_RESERVE = 0x1000 | 0x2000;
    private static final int MEM_RELEASE = 0x8000;
    private static final int PAGE_READWRITE = 0x04;
    private static final int PAGE_EXECUTE_READ = 0x20;

    static WindowsPages bind() throws UnavailableException {
        MemoryLayout pointer = ValueLayout.ADDRESS;
        MemoryLayout number = ValueLayout.JAVA_INT;
        MemoryLayout size = ValueLayout.JAVA_LONG;
        SymbolLookup library = SymbolLookup.libraryLookup("kernel32.dll", Arena.global());
        return new WindowsPages(
                ExecutablePages.bind(
                        library, "VirtualAlloc", FunctionDescriptor.of(pointer, pointer, size, number, number)),
                ExecutablePages.bind(
                        library, "VirtualProtect", FunctionDescriptor.of(number, pointer, size, number, pointer)),
                ExecutablePages.bind(library, "VirtualFree", FunctionDescriptor.of(number, pointer, size, number)));
    }

    @Override
    public MemorySegment map(long bytes) throws UnavailableException {
        MemorySegment mapped;
        try {
            mapped = (MemorySegment)
                    virtualAlloc.invokeExact(MemorySegment.NULL, bytes, MEM_COMMIT_AND_RESERVE, PAGE_READWRITE);
        } catch (Throwable e) {
            throw ExecutablePages.undeclared(e);
        }
        if (mapped.equals(MemorySegment.NULL)) {
            throw new UnavailableException("VirtualAlloc refuses " + bytes + " bytes");
        }
        return mapped;
    }

    @Override
    public void makeExecutable(MemorySegment memory) throws UnavailableException {
        int done;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment before = arena.allocate(ValueLayout.JAVA_INT);
            done = (int) virtualProtect.invokeExact(memory, memory.byteSize(), PAGE_EXECUTE_READ, before);
        } catch (Throwable e) {
            throw ExecutablePages.undeclared(e);
        }
        if (done == 0) {
            throw new UnavailableException("VirtualProtect refuses to make memory executable");
        }
    }

    /** All of what was mapped: the size has to be 0. */
    @Override
    public void unmap(MemorySegment memory) {
        try {
            int _ = (int) virtualFree.invokeExact(memory, 0L, MEM_RELEASE);
        } catch (Throwable e) {
            throw ExecutablePages.undeclared(e);
        }
    }
}
