package org.serai.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class StandardInputTest {
    @Test
    void isReadDirectlyWhereNobodyPumps() throws IOException {
        StandardInput input = new StandardInput(source("abc"));
        assertEquals("abc", text(input.readAllBytes()));
        assertEquals(-1, input.read());
    }

    @Test
    void thePumpSendsEverythingAndThenTheEnd() throws IOException {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        StringBuilder lengths = new StringBuilder();
        new StandardInput(source("abc")).pump(bytes -> {
            sent.write(bytes);
            lengths.append(bytes.length).append(' ');
        });
        assertEquals("abc", sent.toString(StandardCharsets.UTF_8));
        assertEquals("3 0 ", lengths.toString());
    }

    @Test
    void whatWasPumpedIsReadAgain() throws IOException {
        StandardInput input = new StandardInput(source("abc"));
        input.pump(bytes -> {});
        input.rewind();
        assertEquals("abc", text(input.readAllBytes()));
    }

    @Test
    void aChunkThatThePumpStillWaitsForIsNotLost() throws Exception {
        try (PipedOutputStream typed = new PipedOutputStream();
                PipedInputStream source = new PipedInputStream(typed)) {
            StandardInput input = new StandardInput(source);
            CountDownLatch first = new CountDownLatch(1);
            CompletableFuture<Void> pump = CompletableFuture.runAsync(() -> {
                try {
                    input.pump(bytes -> first.countDown());
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            typed.write("one ".getBytes(StandardCharsets.UTF_8));
            first.await();
            input.rewind();
            typed.write("two ".getBytes(StandardCharsets.UTF_8));
            pump.join();
            typed.write("three".getBytes(StandardCharsets.UTF_8));
            assertEquals("one two three", text(input.readNBytes("one two three".length())));
        }
    }

    private static ByteArrayInputStream source(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
