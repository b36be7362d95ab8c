package org.serai.status;

import java.nio.file.Path;

/** What this process is. An OSGi service of the runtime, so that others need not ask the framework; immutable. */
public interface InstanceInfo {
    /** The folder with {@code etc}, {@code routes}, {@code models} and {@code data}. */
    Path home();

    /** True for an instance, false for a process that runs one command. */
    boolean isRunning();
}
