package org.serai.device.opencl;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import org.serai.device.opencl.driver.Hardware;
import org.serai.device.opencl.driver.OpenCl;
import org.serai.device.opencl.program.Programs;

/** The hardware in use, with what all sessions on it share. Thread-safe. */
final class Accelerator {
    private final OpenCl cl;
    private final Hardware hardware;
    private final MemorySegment context;
    private final Programs programs;
    private final DeviceMemory memory;

    /**
     * @param memoryPercent hundredths of its memory that sessions may take
     * @param cache folder for compiled programs
     */
    Accelerator(OpenCl cl, Hardware hardware, int memoryPercent, Path cache) {
        this.cl = cl;
        this.hardware = hardware;
        context = cl.createContext(hardware.handle());
        programs = new Programs(cl, context, hardware, cache);
        memory = new DeviceMemory(hardware.memoryBytes() / 100 * memoryPercent);
    }

    OpenCl cl() {
        return cl;
    }

    Hardware hardware() {
        return hardware;
    }

    MemorySegment context() {
        return context;
    }

    Programs programs() {
        return programs;
    }

    DeviceMemory memory() {
        return memory;
    }

    /** Gives back what this class took; a session that is still open keeps what it needs until it is closed. */
    void release() {
        programs.release();
        cl.releaseContext(context);
    }
}
