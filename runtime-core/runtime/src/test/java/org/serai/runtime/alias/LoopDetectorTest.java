package org.serai.runtime.alias;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopDetectorTest {
    private static final int WINDOW = 400;

    /** After how many characters, told one at a time, the text is a loop; all of them where it never is. */
    private static int noticedAfter(String text) {
        LoopDetector detector = new LoopDetector(WINDOW);
        int told = 0;
        while (told < text.length() && !detector.found()) {
            detector.add(text.substring(told, ++told));
        }
        return told;
    }

    /** Text whose shortest period is its length. */
    private static String piece(int length) {
        return "#"
                + new Random(length)
                        .ints(length - 1, 'a', 'z')
                        .mapToObj(Character::toString)
                        .collect(Collectors.joining());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 25, 50, 99, 100})
    void noticesAPieceThatComesFourTimesWithinTheWindow(int period) {
        String begin = piece(1000);
        int noticed = noticedAfter(begin + piece(period).repeat(2 * WINDOW / period));
        int soonest = begin.length() + WINDOW - period; // the first characters of the piece may end what was before
        assertTrue(noticed > soonest && noticed <= begin.length() + WINDOW + WINDOW / 16 + 1, noticed + " characters");
    }

    @ParameterizedTest
    @ValueSource(ints = {101, 150, 400})
    void leavesLongerPiecesAlone(int period) {
        String text = piece(period).repeat(10);
        assertEquals(text.length(), noticedAfter(text));
    }

    @Test
    void takesWhiteSpaceOfEachKindForTheSame() {
        String blank = new Random(1)
                .ints(2 * WINDOW, 0, 4)
                .mapToObj(kind -> String.valueOf(" \n\t\r".charAt(kind)))
                .collect(Collectors.joining());
        assertTrue(noticedAfter(blank) < blank.length());
    }

    @Test
    void leavesAListAloneWhoseLinesDiffer() {
        String list = IntStream.range(0, 500)
                .mapToObj(number -> "- point " + number + " is done\n")
                .collect(Collectors.joining());
        assertEquals(list.length(), noticedAfter(list));
    }

    @Test
    void doesNotMindHowTheTextIsCut() {
        LoopDetector detector = new LoopDetector(WINDOW);
        detector.add(piece(50).repeat(30));
        assertTrue(detector.found());
    }

    @Test
    void aChangeWithinTheWindowIsNoLoop() {
        LoopDetector detector = new LoopDetector(WINDOW);
        String piece = piece(20);
        for (int i = 0; i < 100; i++) {
            detector.add(piece.repeat(WINDOW / piece.length() - 2));
            detector.add("!");
        }
        assertFalse(detector.found());
    }

    @Test
    void aWindowOfNoneNoticesNothing() {
        LoopDetector detector = new LoopDetector(0);
        detector.add("again ".repeat(10_000));
        assertFalse(detector.found());
    }
}
