package org.serai.connector.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serai.delivery.Backoff;

/** Attempts are counted where a crash does not reach. */
class AttemptsTest {
    private static final Instant MODIFIED = Instant.parse("2026-03-01T12:00:00.000000007Z");

    @TempDir
    private Path folder;

    private long nanos;

    private Attempts attempts() throws IOException {
        return attempts(List.of());
    }

    private Attempts attempts(List<Decision> decisions) throws IOException {
        Attempts attempts = new Attempts(
                new AttemptRecords(folder),
                "0123",
                new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(60)),
                () -> nanos);
        attempts.resume(decisions);
        return attempts;
    }

    private static Inbox.Found found(String path, long size, String inode) {
        return new Inbox.Found(Path.of(path), new FileState(size, MODIFIED, inode));
    }

    private static Inbox.Found found(String path) {
        return found(path, 812, "(1,2)");
    }

    @Test
    void anAttemptCountsFromItsBeginningOnAndOverRestarts() throws Exception {
        Inbox.Found letter = found("folder/letter.txt");

        String first = attempts().begin(letter);
        Attempts restarted = attempts();

        assertEquals(1, restarted.count(letter));
        assertEquals(first, restarted.begin(letter));
        assertEquals(2, attempts().count(letter));
        assertTrue(first.startsWith("file:0123/folder/letter.txt@1772366400000000007-812#"), first);
    }

    @Test
    void whatIsDroppedAgainIsAnotherDelivery() throws Exception {
        Attempts attempts = attempts();
        Inbox.Found letter = found("letter.txt");
        String first = attempts.begin(letter);
        attempts.forget(letter.path());

        assertEquals(0, attempts.count(letter));
        assertNotEquals(first, attempts.begin(letter));
    }

    @Test
    void anotherVersionIsAnotherDeliveryAndAnotherInodeIsNot() throws Exception {
        Attempts attempts = attempts();
        String first = attempts.begin(found("letter.txt"));

        assertEquals(first, attempts.begin(found("letter.txt", 812, "(9,9)")));
        assertEquals(0, attempts.count(found("letter.txt", 813, "(1,2)")));
        assertNotEquals(first, attempts.begin(found("letter.txt", 813, "(1,2)")));
    }

    @Test
    void whatWasDecidedBeforeACrashIsForgotten() throws Exception {
        Inbox.Found letter = found("letter.txt");
        attempts().begin(letter);
        Decision decision = new Decision(
                "id", letter.path(), letter.state(), null, Path.of("base"), List.of(), Path.of("done"), null);

        assertEquals(0, attempts(List.of(decision)).count(letter));
        assertEquals(0, attempts().count(letter));
    }

    @Test
    void anAttemptCanBeTakenBack() throws Exception {
        Attempts attempts = attempts();
        Inbox.Found letter = found("letter.txt");
        String source = attempts.begin(letter);

        attempts.uncount(letter);
        attempts.uncount(letter);

        assertEquals(0, attempts().count(letter));
        assertEquals(source, attempts.begin(letter));
    }

    @Test
    void theMoreAttemptsTheLongerTheWait() throws Exception {
        Attempts attempts = attempts();
        Inbox.Found letter = found("letter.txt");
        attempts.begin(letter);
        assertEquals(Duration.ofSeconds(1), attempts.waitAfterFailure(letter));
        attempts.begin(letter);
        assertEquals(Duration.ofSeconds(2), attempts.waitAfterFailure(letter));

        assertTrue(attempts.mustWait(letter));
        nanos += Duration.ofSeconds(2).toNanos();
        assertFalse(attempts.mustWait(letter));
    }

    @Test
    void aHalfWrittenRecordNeverCountedAndADamagedOneIsNotGuessedAt() throws Exception {
        Files.writeString(folder.resolve("half.tmp"), "{\"pa");
        assertEquals(0, attempts().count(found("letter.txt")));
        assertFalse(Files.exists(folder.resolve("half.tmp")));

        Files.writeString(folder.resolve("damaged.json"), "{}");
        assertThrows(IOException.class, this::attempts);
    }
}
