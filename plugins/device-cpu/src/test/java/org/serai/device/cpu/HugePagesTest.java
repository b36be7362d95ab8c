package org.serai.device.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Memory in huge pages, while others in the process take memory, too. */
class HugePagesTest {
    private static final int MOVES = 500;

    @BeforeEach
    void detect() {
        assumeTrue(HugePages.areThere(), "Linux only");
    }

    @Test
    void memoryBeginsWithAHugePage() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory =
                    HugePages.allocate(3 * HugePages.BYTES, arena).orElseThrow();
            assertEquals(0, memory.address() % HugePages.BYTES);
            assertEquals(3 * HugePages.BYTES, memory.byteSize());
            assertEquals(0, memory.get(ValueLayout.JAVA_LONG, memory.byteSize() - Long.BYTES));
        }
    }

    /**
     * What takes the place of other memory leaves its own, which the system gives to whoever asks next. Were it given back
     * once more, others would lose theirs, and the JVM would end.
     */
    @Test
    void movingTakesNobodysMemory() {
        AtomicBoolean moving = new AtomicBoolean(true);
        CompletableFuture<Void> others = CompletableFuture.runAsync(() -> {
            while (moving.get()) {
                takeMemory();
            }
        });
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory =
                    HugePages.allocate(4 * HugePages.BYTES, arena).orElseThrow();
            memory.set(ValueLayout.JAVA_LONG, 0, 4711);
            for (int i = 0; i < MOVES && !others.isDone(); i++) {
                assertTrue(HugePages.moveInto(memory));
                assertEquals(4711, memory.get(ValueLayout.JAVA_LONG, 0));
            }
        } finally {
            moving.set(false);
        }
        others.join();
    }

    /** Takes much memory at once, which the system gives from where there is some, and uses it later. */
    private static void takeMemory() {
        try (Arena arena = Arena.ofConfined()) {
            List<MemorySegment> taken = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                taken.add(HugePages.allocate(HugePages.BYTES, arena).orElseThrow());
            }
            for (MemorySegment memory : taken) {
                assertEquals(0, memory.get(ValueLayout.JAVA_LONG, 0));
            }
        }
    }
}
