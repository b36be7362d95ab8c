package org.serai.device.cpu.x86;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import org.serai.device.cpu.x86.ExecutableMemory.UnavailableException;

/** A system's calls for memory that is first written and then executed. */
@SuppressWarnings("restricted") // calls of the system, with arguments that are all made here
sealed interface ExecutablePages permits PosixPages, WindowsPages {
    /** Those of this system. */
    static ExecutablePages ofSystem() throws UnavailableException {
        String system = System.getProperty("os.name");
        return system.startsWith("Windows") ? WindowsPages.bind() : PosixPages.bind(system.startsWith("Mac"));
    }

    /**
     * Maps memory that can be written.
     *
     * @return its address, as a segment without length
     * @throws UnavailableException where the system refuses
     */
    MemorySegment map(long bytes) throws UnavailableException;

    /**
     * Makes memory executable, and no longer writable.
     *
     * @throws UnavailableException where the system refuses
     */
    void makeExecutable(MemorySegment memory) throws UnavailableException;

    /** Gives memory back. */
    void unmap(MemorySegment memory);

    /** Binds a call. */
    static MethodHandle bind(SymbolLookup library, String name, FunctionDescriptor type) throws UnavailableException {
        return Linker.nativeLinker()
                .downcallHandle(
                        library.find(name).orElseThrow(() -> new UnavailableException("this system has no " + name)),
                        type);
    }

    /** What a call throws, which declares nothing. */
    static RuntimeException undeclared(Throwable thrown) {
        return switch (thrown) {
            case Error error -> throw error;
            case RuntimeException exception -> exception;
            default -> new IllegalStateException(thrown);
        };
    }
}
