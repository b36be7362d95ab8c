package org.serai.device.cpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.serai.device.cpu.x86.CodeListener;
import org.serai.error.SeraiException;

/**
 * Writes the functions that are assembled into a folder, for disassembly and for profilers: of each a file {@code NAME.bin} with
 * nothing but its code, and a file {@code perf-PID.map} that says where in the memory of this process each of them stands, as perf
 * on Linux reads it. Thread-safe.
 */
final class KernelDump implements CodeListener {
    private final Path folder;
    private final Path map;

    private KernelDump(Path folder, Path map) {
        this.folder = folder;
        this.map = map;
    }

    /**
     * The listener for a setting.
     *
     * @param folder made where it is missing; empty to write nothing
     * @throws SeraiException where that is no folder, or one that cannot be written
     */
    static CodeListener into(String folder) {
        return folder.isEmpty() ? CodeListener.NONE : begin(absolute(folder));
    }

    private static Path absolute(String folder) {
        try {
            Path path = Path.of(folder);
            if (!path.isAbsolute()) {
                throw unusable(folder, "the path is not absolute", null);
            }
            return path;
        } catch (InvalidPathException e) {
            throw unusable(folder, e.toString(), e);
        }
    }

    private static KernelDump begin(Path folder) {
        Path map = folder.resolve("perf-" + ProcessHandle.current().pid() + ".map");
        try {
            Files.createDirectories(folder);
            Files.write(map, new byte[0]);
            return new KernelDump(folder, map);
        } catch (IOException e) {
            throw unusable(folder.toString(), e.toString(), e);
        }
    }

    private static SeraiException unusable(String folder, String reason, @Nullable Exception cause) {
        return new SeraiException(
                CpuErrors.CONFIGURATION,
                "kernelDump = " + folder + " in org.serai.device.cpu cannot be: " + reason
                        + "; name a folder that can be written by its absolute path, or remove the key",
                cause);
    }

    @Override
    public synchronized void assembled(String name, long address, byte[] code) {
        try {
            Files.write(folder.resolve(name + ".bin"), code);
            Files.writeString(
                    map,
                    String.format(Locale.ROOT, "%x %x %s\n", address, code.length, name),
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new SeraiException(
                    CpuErrors.DUMP,
                    "The kernel " + name + " cannot be written to " + folder + ": " + e
                            + "; make room there, or remove kernelDump from org.serai.device.cpu",
                    e);
        }
    }
}
