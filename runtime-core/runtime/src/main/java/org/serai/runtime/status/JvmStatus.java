package org.serai.runtime.status;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The figures of the process.
 *
 * @param heapMaxBytes -1 where there is no limit
 * @param rssBytes memory of the process that is in RAM; empty where the system does not tell
 */
record JvmStatus(
        long pid, String javaVersion, Duration uptime, long heapUsedBytes, long heapMaxBytes, OptionalLong rssBytes) {
    private static final Path PROCESS = Path.of("/proc/self/status");

    static JvmStatus now() {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        return new JvmStatus(
                ProcessHandle.current().pid(),
                Runtime.version().toString(),
                Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime()),
                heap.getUsed(),
                heap.getMax(),
                rss());
    }

    private static OptionalLong rss() {
        if (!Files.isReadable(PROCESS)) {
            return OptionalLong.empty(); // not Linux
        }
        try (Stream<String> lines = Files.lines(PROCESS)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
