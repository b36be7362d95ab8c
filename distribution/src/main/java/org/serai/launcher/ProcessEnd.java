package org.serai.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The end of a process that this one has not started. Java waits until the system has forgotten the process, which it does when
 * its parent takes notice. In a container the first process often never does, and one that was started in the background stays
 * behind as a zombie.
 */
final class ProcessEnd {
    private static final long POLL_MILLIS = 20;

    private ProcessEnd() {}

    /** Waits until a process has ended; false where the time is over before. */
    static boolean await(ProcessHandle process, Duration timeout) throws InterruptedException {
        long start = System.nanoTime();
        while (!hasEnded(process)) {
            if (System.nanoTime() - start > timeout.toNanos()) {
                return false;
            }
            Thread.sleep(POLL_MILLIS);
        }
        return true;
    }

    static boolean hasEnded(ProcessHandle process) {
        return !process.isAlive() || isZombie(process.pid());
    }

    /** True where nothing of a process is left but its exit status: its files are closed, for its last thread has ended. */
    private static boolean isZombie(long pid) {
        try {
            List<String> status = Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"));
            return status.stream().anyMatch(line -> line.matches("State:\\s+Z.*"))
                    && status.stream().anyMatch(line -> line.matches("Threads:\\s+[01]"));
        } catch (IOException e) {
            return false; // gone in this moment, or no Linux
        }
    }
}
