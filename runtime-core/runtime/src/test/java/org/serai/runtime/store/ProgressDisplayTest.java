package org.serai.runtime.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.serai.runtime.store.fetch.Progress;

final class ProgressDisplayTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final AtomicLong nanos = new AtomicLong(1_000_000_000);

    private ProgressDisplay display(boolean terminal) {
        return new ProgressDisplay(new PrintStream(bytes, true, StandardCharsets.UTF_8), terminal, nanos::get);
    }

    private String shown() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private void seconds(double seconds) {
        nanos.addAndGet((long) (seconds * 1e9));
    }

    @Test
    void aTerminalGetsABarWithRateAndTimeLeft() {
        ProgressDisplay display = display(true);
        display.begin("model.gguf", 0, 400_000_000);
        seconds(10);
        display.advanceTo(100_000_000);
        assertTrue(
                shown().endsWith(
                                "model.gguf  [######..................] 25%  100.0 MB of 400.0 MB  10.0 MB/s  0:30 left"),
                shown());
    }

    @Test
    void whatWasThereBeforeDoesNotCountForTheRate() {
        ProgressDisplay display = display(true);
        display.begin("model.gguf", 200_000_000, 400_000_000);
        seconds(10);
        display.advanceTo(300_000_000);
        assertTrue(shown().endsWith("300.0 MB of 400.0 MB  10.0 MB/s  0:10 left"), shown());
    }

    @Test
    void aTerminalIsNotDrawnAtEachCall() {
        ProgressDisplay display = display(true);
        display.begin("model.gguf", 0, 1000);
        String first = shown();
        display.advanceTo(10);
        assertEquals(first, shown());
    }

    @Test
    void elsewherePlainLinesComeNowAndThen() {
        ProgressDisplay display = display(false);
        display.begin("model.gguf", 0, 1_000_000);
        for (int i = 1; i <= 30; i++) {
            seconds(1);
            display.advanceTo(i * 10_000L);
        }
        display.end();
        assertFalse(shown().contains("\r"));
        assertFalse(shown().contains("\u001b"));
        assertEquals(5, shown().lines().count(), shown());
    }

    @Test
    void anUnknownLengthIsShownWithoutShare() {
        ProgressDisplay display = display(true);
        display.begin("model.gguf", 0, Progress.UNKNOWN);
        seconds(2);
        display.advanceTo(3_000_000);
        assertTrue(shown().endsWith("model.gguf  3.0 MB  1.5 MB/s"), shown());
    }
}
