package org.serai.connector.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The answer to a letter that is decided is put in place, wherever between its steps the process ended. */
class DecidedLetterTest {
    @TempDir
    private Path home;

    private Path done;
    private Folders folders;
    private Path letter;
    private Path failure;
    private Decision decision;

    @BeforeEach
    void decide() throws Exception {
        done = home.resolve("done");
        folders = new Folders(home.resolve("inbox"), home.resolve("outbox"), home.resolve("failed"), done);
        folders.create();
        letter = Files.writeString(folders.failed().resolve("a-2.txt"), "text");
        failure = Files.writeString(folders.failed().resolve("a-2.txt.error.json"), "{}");
        Document document = new Document(
                Path.of("a.txt"),
                FileState.of(letter),
                DocumentReader.sha256(Files.readAllBytes(letter)),
                DocumentType.TEXT,
                "text");
        Outcome outcome = Outcome.answer(document, folders, bytes("answer"), bytes("sidecar"))
                .toLetter(letter);
        Delivery delivery = delivery();
        decision = delivery.decide(delivery.nextId(), outcome);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Delivery delivery() {
        return new Delivery(folders, new Journal(folders.journal()), "owner");
    }

    private void restart() throws Exception {
        Delivery next = delivery();
        List<Decision> decisions = new Journal(folders.journal()).read();
        assertEquals(List.of(decision), decisions);
        next.clearUp(decisions);
        for (Decision decided : decisions) {
            next.carryOut(decided);
        }
    }

    private void stepsAreTaken(int steps) throws Exception {
        if (steps > 0) {
            for (Decision.Placement file : decision.placements()) {
                Files.move(file.part(), file.target());
            }
        }
        if (steps > 1) {
            Files.delete(failure);
        }
        if (steps > 2) {
            Files.move(letter, folders.failed().resolve(".serai-" + decision.id() + ".taken"));
        }
        if (steps > 3) {
            Files.move(folders.failed().resolve(".serai-" + decision.id() + ".taken"), done.resolve("a.txt"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void theNextStartGoesOnWhereTheProcessEnded(int steps) throws Exception {
        stepsAreTaken(steps);

        restart();

        assertEquals(List.of(), Workplace.names(folders.failed()));
        assertEquals(List.of("a.txt"), Workplace.names(done));
        assertEquals(List.of("a.txt", "a.txt.json"), Workplace.names(folders.outbox()));
        assertEquals(List.of(), Workplace.names(folders.journal()));
        assertEquals("answer", Files.readString(folders.outbox().resolve("a.txt")));
    }

    @Test
    void aNewLetterUnderTheSameNameStays() throws Exception {
        stepsAreTaken(4);
        Files.writeString(letter, "another text");
        Files.writeString(failure, "{}");

        restart();

        assertEquals(List.of("a-2.txt", "a-2.txt.error.json"), Workplace.names(folders.failed()));
        assertEquals("text", Files.readString(done.resolve("a.txt")));
    }
}
