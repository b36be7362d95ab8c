package org.serai.launcher.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScreenTest {
    private static final Result RESULT = new Result(
            "mails/a.txt", "Where is my lamp?\nMaren", "complaint", true, "60 + 1 tokens, 40 tokens/s, 1.2 s");

    @Test
    void putsTheAnswerBesideItsDocument() {
        List<String> lines = show(80, false, RESULT);
        assertTrue(lines.get(1).startsWith("-- mails/a.txt ---"), lines.get(1));
        assertEquals("Where is my lamp?" + " ".repeat(21) + " | complaint", lines.get(2));
        assertEquals("Maren" + " ".repeat(33) + " | ", lines.get(3));
        assertEquals("60 + 1 tokens, 40 tokens/s, 1.2 s", lines.get(4));
        assertTrue(lines.stream().allMatch(line -> line.length() <= 80), lines.toString());
    }

    @Test
    void putsItBelowOnANarrowTerminal() {
        List<String> lines = show(40, false, RESULT);
        assertEquals(List.of("Where is my lamp?", "Maren", "=>", "complaint"), lines.subList(2, 6));
        assertTrue(lines.stream().allMatch(line -> line.length() <= 40), lines.toString());
    }

    @Test
    void coloursOnlyWhereAsked() {
        assertFalse(String.join("", show(80, false, RESULT)).contains("\u001b"));
        assertTrue(String.join("", show(80, true, RESULT)).contains("\u001b[32mcomplaint\u001b[0m"));
        Result failed = new Result("mails/a.txt", "", "SERAI-1503: too long", false, "failed");
        assertTrue(String.join("", show(80, true, failed)).contains("\u001b[31mSERAI-1503: too long\u001b[0m"));
    }

    private static List<String> show(int columns, boolean colour, Result result) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new Screen(new PrintStream(bytes, true, StandardCharsets.UTF_8), columns, colour).show(result);
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
