package org.serai.runtime.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a process has told, and what it has claimed, after a {@code kill -9}: in the embedded database, in its file. */
@Timeout(300)
class KilledLedgerTest {
    private static final Duration LEASE = Duration.ofHours(1);
    private static final int KILLS = 5;

    @TempDir
    private Path home;

    /** The process that is killed: claims and answers one piece of work after the other, and tells each step. */
    static final class Child {
        public static void main(String[] arguments) {
            Path home = Path.of(arguments[0]);
            int next = Integer.parseInt(arguments[1]);
            try (Database database = database(home)) {
                while (true) {
                    EntryKey key = TestRequests.key("document " + next);
                    int number = next;
                    EntryStore store = database.store();
                    step(() -> store.claim(key, LEASE));
                    System.out.println("claimed " + number);
                    step(() -> store.complete(key, answer(number)));
                    System.out.println("done " + number);
                    next++;
                }
            }
        }

        private static void step(Callable<?> step) {
            try {
                step.call();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static String answer(int number) {
        return ResultJson.write(TestRequests.answer("The answer to document " + number));
    }

    private static Database database(Path home) {
        return new Database(
                LedgerSettings.parse(Map.of(), home, name -> null).database(),
                Owner.ofHome(DatabaseSettings.folder(home)),
                Database::sharedClock);
    }

    @Test
    void nothingThatWasToldIsLostAndNothingStaysClaimed() throws Exception {
        Random random = new Random(20_260_301);
        int next = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            int last = runAndKill(next, next + 20 + random.nextInt(40));
            try (Database database = database(home)) {
                for (int number = 0; number < last; number++) {
                    Claim claim = database.store().claim(TestRequests.key("document " + number), LEASE);
                    assertEquals(new Claim.Done(answer(number)), claim);
                }
                // What was under way is this instance's at once, whatever its lease says.
                Claim claim = database.store().claim(TestRequests.key("document " + last), LEASE);
                assertTrue(claim instanceof Claim.Granted || claim instanceof Claim.Done, claim::toString);
                database.store().complete(TestRequests.key("document " + last), answer(last));
                assertEquals(0, database.store().figures().claimed());
            }
            next = last + 1;
        }
        assertTrue(next > KILLS * 20, "The process was killed before it did anything");
    }

    /** Kills the process once it told that it did {@code target}; the number after the last one that was done. */
    private int runAndKill(int from, int target) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        home.toString(),
                        Integer.toString(from)))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        int done = from - 1;
        try (BufferedReader lines = child.inputReader()) {
            String line = lines.readLine();
            while (line != null) {
                if (line.startsWith("done ")) {
                    done = Integer.parseInt(line.substring("done ".length()));
                }
                if (done == target) {
                    child.toHandle()
                            .destroyForcibly(); // the process would close its output, too, which still has what it told
                }
                line = lines.readLine();
            }
        }
        child.waitFor();
        assertTrue(done >= target, "The child ended by itself, with status " + child.exitValue());
        return done + 1;
    }

    @Test
    void anOpenClaimOfAKilledProcessIsTakenOver() throws Exception {
        EntryKey key = TestRequests.key("left open");
        try (Database database = database(home)) {
            database.store().claim(key, LEASE);
        }

        try (Database restarted = database(home)) {
            Claim.Granted claim =
                    assertInstanceOf(Claim.Granted.class, restarted.store().claim(key, LEASE));
            assertTrue(claim.takenOver());
        }
    }
}
