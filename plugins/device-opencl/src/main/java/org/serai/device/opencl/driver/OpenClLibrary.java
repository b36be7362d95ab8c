package org.serai.device.opencl.driver;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.util.List;
import org.serai.device.opencl.error.OpenClErrors;
import org.serai.error.SeraiException;

/** The loader of OpenCL drivers, which every driver's package installs or asks for. */
public final class OpenClLibrary {
    private static final List<String> LINUX = List.of("libOpenCL.so.1", "libOpenCL.so");
    private static final List<String> WINDOWS = List.of("OpenCL.dll");
    private static final List<String> MAC = List.of("/System/Library/Frameworks/OpenCL.framework/OpenCL");

    private OpenClLibrary() {}

    /**
     * Loads it, for as long as this Java machine runs: drivers do not survive being unloaded.
     *
     * @throws SeraiException where it is not installed
     */
    @SuppressWarnings("restricted") // the names are those that the standard's loaders have
    public static Functions find() {
        List<String> names = names(System.getProperty("os.name", ""));
        for (String name : names) {
            try {
                return functions(SymbolLookup.libraryLookup(name, Arena.global()));
            } catch (IllegalArgumentException _) {
                // Not under this name.
            } catch (IllegalCallerException e) {
                throw new SeraiException(
                        OpenClErrors.NO_DEVICE,
                        "This Java machine may not call the OpenCL driver: start it with"
                                + " --enable-native-access=ALL-UNNAMED.",
                        e);
            }
        }
        throw new SeraiException(
                OpenClErrors.NO_DEVICE,
                "There is no OpenCL driver: " + String.join(" and ", names)
                        + " cannot be loaded. Install the driver of the graphics card with its OpenCL part (on Debian the"
                        + " loader is in ocl-icd-libopencl1).");
    }

    /** The functions of a library that is loaded. */
    @SuppressWarnings("restricted") // the signatures are those of cl.h
    static Functions functions(SymbolLookup library) {
        return (name, signature) -> {
            MemorySegment function = library.find(name)
                    .orElseThrow(() -> new SeraiException(
                            OpenClErrors.NO_DEVICE,
                            "The OpenCL library has no function " + name + ", which OpenCL 1.2 has: update it."));
            return Linker.nativeLinker().downcallHandle(function, signature);
        };
    }

    private static List<String> names(String system) {
        if (system.startsWith("Windows")) {
            return WINDOWS;
        }
        return system.startsWith("Mac") ? MAC : LINUX;
    }
}
