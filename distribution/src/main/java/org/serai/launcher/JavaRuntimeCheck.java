package org.serai.launcher;

import java.util.ArrayList;
import java.util.List;

/** Says which of the JVM flags that {@code bin/serai} sets did not take effect, and what their lack costs. */
final class JavaRuntimeCheck {
    private static final long LEAST_HEAP = 200L << 20;

    private JavaRuntimeCheck() {}

    /** One sentence for each flag that is missing, with the flag in it; empty where all is well. */
    static List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            warnings.add("The Vector API is not there, so models run on the slow scalar kernels: start Java with"
                    + " --add-modules jdk.incubator.vector, as bin/serai does.");
        }
        if (!JavaRuntimeCheck.class.getModule().isNativeAccessEnabled()) {
            warnings.add(
                    "Calls into the operating system are not enabled, and a later Java will refuse them: start Java"
                            + " with --enable-native-access=ALL-UNNAMED, as bin/serai does.");
        }
        if (!"allow".equals(System.getProperty("sun.misc.unsafe.memory.access", ""))) {
            warnings.add("The OSGi framework uses sun.misc.Unsafe, and Java will complain about it: start Java with"
                    + " --sun-misc-unsafe-memory-access=allow, as bin/serai does.");
        }
        long heap = Runtime.getRuntime().maxMemory();
        if (heap < LEAST_HEAP) {
            warnings.add("The heap is limited to " + (heap >> 20) + " MiB, which is less than the " + (LEAST_HEAP >> 20)
                    + " MiB that Serai needs: set SERAI_HEAP, for example to 1g.");
        }
        return List.copyOf(warnings);
    }
}
