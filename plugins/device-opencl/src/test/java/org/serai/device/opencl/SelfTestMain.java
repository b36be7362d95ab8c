package org.serai.device.opencl;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.serai.device.cpu.CpuDevice;
import org.serai.device.opencl.check.CheckSizes;
import org.serai.device.opencl.check.KernelResult;
import org.serai.device.opencl.check.SelfTest;
import org.serai.device.opencl.driver.OpenClLibrary;

/** The self-test in a process of its own, since which driver is used is decided once for a process. */
public final class SelfTestMain {
    private SelfTestMain() {}

    /**
     * Prints how each kernel did; the exit status is 0 where all did well.
     *
     * @param arguments the sizes: {@code brief} or {@code usual}
     */
    public static void main(String[] arguments) throws Exception {
        CheckSizes sizes = arguments[0].equals("brief") ? CheckSizes.BRIEF : CheckSizes.USUAL;
        Path cache = Files.createTempDirectory("opencl-cache");
        OpenClDevice device =
                new OpenClDevice(Settings.parse("gpu,accelerator,cpu", "", 50), cache, OpenClLibrary::find);
        print(device.info().description());
        List<KernelResult> results =
                new SelfTest(device, new CpuDevice(), sizes).run(result -> print(result.toString()));
        device.close();
        System.exit(results.stream().allMatch(KernelResult::passed) ? 0 : 1);
    }

    @SuppressWarnings("SystemOut") // the process that started this one reads it
    private static void print(String line) {
        System.out.println(line);
    }
}
