package org.serai.engine.decoder.scheduling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class StopStringsTest {
    @Test
    void letsTextThroughWhereNothingStopsIt() {
        StopStrings stops = new StopStrings(List.of());

        assertEquals("one ", stops.push("one "));
        assertEquals("", stops.flush());
    }

    @Test
    void holdsBackWhatMayBecomeAStopString() {
        StopStrings stops = new StopStrings(List.of("</answer>"));

        assertEquals("42", stops.push("42</"));
        assertEquals("", stops.push("ans"));
        assertEquals("</ansible", stops.push("ible"));
        assertEquals("", stops.push("</answer"));
        assertEquals("", stops.push("> and more"));
        assertTrue(stops.found());
        assertEquals("", stops.push("later"));
        assertEquals("", stops.flush());
    }

    @Test
    void givesBackWhatNeverBecameOne() {
        StopStrings stops = new StopStrings(List.of("END"));

        assertEquals("The ", stops.push("The EN"));
        assertEquals("EN", stops.flush());
        assertFalse(stops.found());
    }

    @Test
    void endsAtTheFirstOfSeveral() {
        StopStrings stops = new StopStrings(List.of("later", "soon"));

        assertEquals("a ", stops.push("a soon later"));
        assertTrue(stops.found());
    }

    @Test
    void doesNotDependOnHowTheTextIsCut() {
        SplittableRandom random = new SplittableRandom(20260822);
        List<String> stopList = List.of("aab", "abab", "bab", "baaaa");
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(12); i >= 0; i--) {
                text.append(random.nextBoolean() ? 'a' : 'b');
            }
            assertEquals(cutAtFirst(text.toString(), stopList), pushInPieces(text.toString(), stopList, random));
        }
    }

    private static String pushInPieces(String text, List<String> stopList, SplittableRandom random) {
        StopStrings stops = new StopStrings(stopList);
        List<String> out = new ArrayList<>();
        int at = 0;
        while (at < text.length() && !stops.found()) {
            int next = Math.min(text.length(), at + 1 + random.nextInt(3));
            out.add(stops.push(text.substring(at, next)));
            at = next;
        }
        out.add(stops.flush());
        return String.join("", out);
    }

    /** The stop string that is complete first, as a reader of single characters would see it. */
    private static String cutAtFirst(String text, List<String> stopList) {
        for (int end = 1; end <= text.length(); end++) {
            String seen = text.substring(0, end);
            int longest = stopList.stream()
                    .filter(seen::endsWith)
                    .mapToInt(String::length)
                    .max()
                    .orElse(0);
            if (longest > 0) {
                return text.substring(0, end - longest);
            }
        }
        return text;
    }
}
