package org.serai.device.opencl;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.serai.device.opencl.driver.Hardware;
import org.serai.device.opencl.driver.Kernel;
import org.serai.device.opencl.driver.OpenCl;
import org.serai.device.opencl.driver.OpenClLibrary;

/** Kernels with faults that do not show in their results, in a process of their own as the self-test is. */
public final class FaultyKernelMain {
    private static final int ITEMS = Hardware.LEAST_WORK_GROUP;
    private static final String SOURCE = """
            __kernel void beyond_the_end(__global int* numbers) {
                numbers[get_global_id(0) + 1] = 1;
            }

            __kernel void race(__global int* numbers) {
                numbers[get_global_id(0) / 2] = get_global_id(0);
            }
            """;

    private FaultyKernelMain() {}

    /** Runs each kernel once. */
    public static void main(String[] arguments) {
        OpenCl cl = new OpenCl(OpenClLibrary.find());
        MemorySegment device = Hardware.all(cl).getFirst().handle();
        MemorySegment context = cl.createContext(device);
        MemorySegment queue = cl.createQueue(context, device);
        MemorySegment program = cl.compile(context, device, SOURCE, "-cl-std=CL1.2");
        try (Arena arena = Arena.ofConfined()) {
            for (String name : new String[] {"beyond_the_end", "race"}) {
                MemorySegment numbers = arena.allocate((long) ITEMS * Integer.BYTES);
                MemorySegment buffer = cl.createBuffer(context, numbers.byteSize());
                new Kernel(cl, program, name, arena).begin().buffer(buffer).launch(queue, ITEMS, 1, 1, 1);
                cl.read(queue, buffer, 0, numbers);
            }
        }
    }
}
