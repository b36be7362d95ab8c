package org.serai.device.opencl.program;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.serai.device.opencl.driver.Hardware;
import org.serai.device.opencl.driver.OpenCl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The programs of one device: each is compiled, or taken from the cache, when it is first asked for. Thread-safe. */
public final class Programs {
    private static final Logger LOG = LoggerFactory.getLogger(Programs.class);
    private static final String STANDARD = "-cl-std=CL1.2";
    private static final String ROUNDED = " -cl-fp32-correctly-rounded-divide-sqrt";

    private final OpenCl cl;
    private final MemorySegment context;
    private final Hardware hardware;
    private final String options;
    private final BinaryCache cache;
    private final Map<ProgramText, MemorySegment> programs = new HashMap<>();

    /** @param folder where compiled programs are kept */
    public Programs(OpenCl cl, MemorySegment context, Hardware hardware, Path folder) {
        this.cl = cl;
        this.context = context;
        this.hardware = hardware;
        options = hardware.roundsDivisions() ? STANDARD + ROUNDED : STANDARD;
        cache = new BinaryCache(folder);
    }

    /** A program, ready to take kernels from; it stays until {@link #release}. */
    public synchronized MemorySegment get(ProgramText text) {
        return programs.computeIfAbsent(text, this::make);
    }

    private MemorySegment make(ProgramText text) {
        long began = System.nanoTime();
        Path file = cache.file(List.of(
                hardware.platform(),
                hardware.name(),
                hardware.version(),
                hardware.driverVersion(),
                options,
                text.source()));
        Optional<MemorySegment> kept =
                cache.read(file).flatMap(binary -> cl.load(context, hardware.handle(), binary, options));
        MemorySegment program = kept.orElseGet(() -> compile(text, file));
        LOG.debug(
                "OpenCL program '{}' {} in {} ms",
                text.name(),
                kept.isPresent() ? "loaded" : "compiled",
                (System.nanoTime() - began) / 1_000_000);
        return program;
    }

    private MemorySegment compile(ProgramText text, Path file) {
        MemorySegment program = cl.compile(context, hardware.handle(), text.source(), options);
        byte[] binary = cl.binary(program);
        if (binary.length > 0) {
            cache.write(file, binary);
        }
        return program;
    }

    /** Gives all programs back; kernels that were taken from them live on. */
    public synchronized void release() {
        programs.values().forEach(cl::releaseProgram);
        programs.clear();
    }
}
