package org.serai.device.opencl;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import org.serai.device.opencl.driver.Hardware;
import org.serai.device.opencl.driver.OpenCl;
import org.serai.device.opencl.program.Programs;

/**
 * The hardware in use, with what all sessions on it share. The device and each session hold it; what the driver gave is given
 * back by the last of them, for a driver that is asked for something of a context that is gone takes the process with it.
 * Thread-safe.
 */
final class Accelerator {
    private final OpenCl cl;
    private final Hardware hardware;
    private final MemorySegment context;
    private final Programs programs;
    private final DeviceMemory memory;
    private int holders = 1;

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

    /** Somebody else holds it, too, who holds it through another one now. */
    synchronized void hold() {
        if (holders == 0) {
            throw new IllegalStateException("The context was given back");
        }
        holders++;
    }

    /** A holder needs it no more. */
    void release() {
        boolean last;
        synchronized (this) {
            holders--;
            last = holders == 0;
        }
        if (last) {
            programs.release();
            cl.releaseContext(context);
        }
    }
}
