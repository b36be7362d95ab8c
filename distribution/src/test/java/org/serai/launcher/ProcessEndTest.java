package org.serai.launcher;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs({OS.LINUX, OS.MAC})
@Timeout(60)
class ProcessEndTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    @Test
    void aProcessThatRunsHasNotEnded() throws Exception {
        Process process = new ProcessBuilder("sleep", "60").start();
        try {
            assertFalse(ProcessEnd.hasEnded(process.toHandle()));
            assertFalse(ProcessEnd.await(process.toHandle(), Duration.ofMillis(50)));
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertTrue(ProcessEnd.await(process.toHandle(), Duration.ZERO));
    }

    /** The shell's first child ends, and then its parent is one that never asks for it. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aProcessHasEndedThoughItsParentTakesNoNotice() throws Exception {
        Process parent = new ProcessBuilder("sh", "-c", "sleep 1 & echo $!; exec sleep 60").start();
        try (BufferedReader output = parent.inputReader()) {
            ProcessHandle child =
                    ProcessHandle.of(Long.parseLong(output.readLine())).orElseThrow();
            assertTrue(ProcessEnd.await(child, LONG));
            assertTrue(child.isAlive(), "Java takes a zombie for alive");
        } finally {
            parent.destroyForcibly().waitFor(LONG.toSeconds(), TimeUnit.SECONDS);
        }
    }
}
