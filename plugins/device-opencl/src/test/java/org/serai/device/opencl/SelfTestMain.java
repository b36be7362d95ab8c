package org.serai.device.opencl;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.serai.device.cpu.CpuDevice;
import org.serai.device.opencl.check.CheckSizes;
import org.serai.device.opencl.check.KernelResult;
import org.serai.device.opencl.check.SelfTest;
import org.serai.device.opencl.driver.OpenClLibrary;
import org.serai.model.TensorType;

/** The self-test in a process of its own, since which driver is used is decided once for a process. */
public final class SelfTestMain {
    /** Products of two tiles each way, which may race with each other, in two runs; types differ only in how they are decoded. */
    private static final CheckSizes TILES =
            new CheckSizes(40, List.of(33), List.of(33), List.of(1), List.of(9), List.of(33), List.of(), List.of(), 0);

    private SelfTestMain() {}

    /** Prints how each kernel did; the exit status is 0 where all did well. */
    public static void main(String[] arguments) throws Exception {
        Path cache = Files.createTempDirectory("opencl-cache");
        OpenClDevice device =
                new OpenClDevice(Settings.parse("gpu,accelerator,cpu", "", 50), cache, OpenClLibrary::find);
        print(device.info().description());
        CpuDevice definition = new CpuDevice();
        List<KernelResult> results = new ArrayList<>(
                new SelfTest(device, definition, CheckSizes.BRIEF).run(result -> print(result.toString())));
        results.addAll(new SelfTest(device, definition, TILES).weights(TensorType.F32));
        device.close();
        System.exit(results.stream().allMatch(KernelResult::passed) ? 0 : 1);
    }

    @SuppressWarnings("SystemOut") // the process that started this one reads it
    private static void print(String line) {
        System.out.println(line);
    }
}
