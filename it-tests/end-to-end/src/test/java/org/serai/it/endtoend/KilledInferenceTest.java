package org.serai.it.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serai.it.support.ScriptedModel;
import org.serai.it.support.SeraiHome;

/**
 * A process that is killed at any moment pays again only for what it worked on at that moment: what was answered is in the
 * ledger. {@code -Plong} kills it twenty times.
 */
class KilledInferenceTest {
    private static final boolean LONG = Boolean.getBoolean("serai.long");
    private static final int KILLS = LONG ? 20 : 4;
    private static final int DOCUMENTS = LONG ? 2_000 : 200;
    private static final int SLOTS = 4;

    @TempDir
    private Path folder;

    @Test
    void documentsAreAnsweredOnceAndPaidOnce() throws Exception {
        Path inferences = folder.resolve("inferences.log");
        Random random = new Random(4);
        try (SeraiHome home = new SeraiHome(folder.resolve("home"))) {
            ScriptedModel.install(home, inferences);
            ScriptedModel.alias(home, "scripted", "slots=" + SLOTS);
            home.write("routes/answer.camel.yaml", """
                    - route:
                        id: answer
                        from:
                          uri: serai-file:work/inbox?pollInterval=20&settle=0
                          steps:
                            - to:
                                uri: serai:chat?model=scripted
                    """);
            Set<String> names = new TreeSet<>();
            for (int i = 0; i < DOCUMENTS; i++) {
                String name = "letter-%04d.txt".formatted(i);
                names.add(name);
                home.write("work/inbox/" + name, "@@work 20\n" + name);
            }

            for (int kill = 1; kill <= KILLS; kill++) {
                int answered = DOCUMENTS * kill / (KILLS + 1);
                home.serai("start").expectSuccess();
                SeraiHome.await(
                        answered + " answers", () -> home.list("work/done").size() >= answered);
                Thread.sleep(random.nextInt(50)); // any moment of the work
                home.kill();
            }
            home.serai("start").expectSuccess();
            SeraiHome.await("all answers", () -> home.list("work/done").size() == DOCUMENTS);

            assertEquals(names, new TreeSet<>(home.list("work/done")));
            assertEquals(List.of(), home.list("work/failed"));
            assertPaidOnce(inferences);
            assertEveryAnswerIsOfItsDocument(home, names);
            assertTrue(home.out("ledger", "status").contains("ready"), "The ledger is not well");
        }
    }

    /** What was under way in a slot when the process was killed is the most that can be paid again. */
    private static void assertPaidOnce(Path inferences) throws IOException {
        Map<String, Integer> count = new TreeMap<>();
        for (String line : Files.readAllLines(inferences)) {
            String asked = line.substring(line.lastIndexOf(' ') + 1);
            if (asked.startsWith("letter-")) { // the health check asks something now and then
                count.merge(asked, 1, Integer::sum);
            }
        }
        int again = count.values().stream().mapToInt(times -> times - 1).sum();
        assertEquals(DOCUMENTS, count.size());
        assertTrue(again <= KILLS * SLOTS, () -> again + " inferences were made again: " + count);
    }

    private static void assertEveryAnswerIsOfItsDocument(SeraiHome home, Set<String> names) throws IOException {
        for (String name : names) {
            assertEquals(name, Files.readString(home.path("work/outbox/" + name)));
        }
        assertEquals(2 * names.size(), home.list("work/outbox").size());
    }
}
