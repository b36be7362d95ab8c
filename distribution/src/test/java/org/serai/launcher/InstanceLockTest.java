package org.serai.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.serai.launcher.Failures.assertFails;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceLockTest {
    @TempDir
    private Path folder;

    private Home home;

    @BeforeEach
    void prepare() throws IOException {
        home = Home.of(folder, Map.of());
        Files.createDirectories(home.etc());
        home.prepare();
    }

    @Test
    void oneRunsAtATime() {
        try (InstanceLock _ = InstanceLock.acquire(home)) {
            assertFails(
                    LauncherErrors.ALREADY_RUNNING,
                    () -> InstanceLock.acquire(home),
                    "process " + ProcessHandle.current().pid());
            assertEquals(Optional.of(ProcessHandle.current()), InstanceLock.owner(home));
        }
        assertEquals(Optional.empty(), InstanceLock.owner(home));
        InstanceLock.acquire(home).close();
    }

    @Test
    void nobodyOwnsANewHome() {
        assertEquals(Optional.empty(), InstanceLock.owner(home));
    }

    @Test
    void aKilledProcessLeavesAHomeThatStartsAgain() throws Exception {
        Process holder = ChildJvm.start(Holder.class, List.of(), folder.toString());
        try {
            assertEquals('h', holder.getInputStream().read());
            assertEquals(Optional.of(holder.toHandle()), InstanceLock.owner(home));
            assertFails(LauncherErrors.ALREADY_RUNNING, () -> InstanceLock.acquire(home), "process " + holder.pid());
        } finally {
            holder.destroyForcibly().waitFor();
        }
        assertEquals(Optional.empty(), InstanceLock.owner(home));
        InstanceLock.acquire(home).close();
    }

    /** Holds the lock of a home until it is killed. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws Exception {
            try (InstanceLock _ = InstanceLock.acquire(Home.of(Path.of(arguments[0]), Map.of()))) {
                System.out.println("held");
                Thread.sleep(Long.MAX_VALUE);
            }
        }
    }
}
