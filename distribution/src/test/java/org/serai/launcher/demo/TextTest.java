package org.serai.launcher.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTest {
    @Test
    void breaksBetweenWords() {
        assertEquals(List.of("one two", "three"), Text.wrap("one two three", 8, 9));
        assertEquals(List.of("one two", "three"), Text.wrap("one two three", 7, 9));
    }

    @Test
    void breaksAWordThatIsTooLong() {
        assertEquals(List.of("abcd", "efg"), Text.wrap("abcdefg", 4, 9));
    }

    @Test
    void keepsLinesAndDropsThoseAtTheEnds() {
        assertEquals(List.of("a", "", "b"), Text.wrap("\n\na\n\nb\n\n", 10, 9));
    }

    @Test
    void joinsTheLinesOfAParagraph() {
        String line = "word ".repeat(12) + "end";
        assertEquals(List.of(line + " of it.", "", "Next"), Text.wrap(line + "\nof it.\n\nNext", 80, 9));
        assertEquals(List.of("short", "lines"), Text.wrap("short\nlines", 80, 9));
        String row = "cell" + " ".repeat(60) + "1.00";
        assertEquals(List.of(row, "next row"), Text.wrap(row + "\nnext row", 80, 9));
    }

    @Test
    void saysWhereThereIsMore() {
        assertEquals(List.of("a", "b", "..."), Text.wrap("a\nb\nc\nd", 10, 3));
    }

    @Test
    void letsNoEscapeThroughToTheTerminal() {
        assertEquals(List.of("a[31mb  c"), Text.wrap("a\u001b[31mb\tc\u0007", 20, 9));
    }
}
