package org.serai.launcher.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Lays out text for a terminal: plain characters, no escapes. */
final class Text {
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\\n\\t]]");

    /** A line so long that it was broken to fit a page, and no row of a table; what follows belongs to it. */
    private static final Pattern PROSE = Pattern.compile("(?m)^((?:(?! {2})[^\n]){60,})\n(?=\\S)");

    private static final String MORE = "...";

    private Text() {}

    /**
     * Breaks text into lines of at most the width, between words where there are any. Empty lines at the beginning and
     * end go, and control characters too, since the text comes from strangers and from a model.
     *
     * @param most lines; where the text has more, the last one says so
     */
    static List<String> wrap(String text, int width, int most) {
        List<String> lines = new ArrayList<>();
        String clean = CONTROL.matcher(text.strip().replace("\t", "  ")).replaceAll("");
        for (String line : PROSE.matcher(clean).replaceAll("$1 ").split("\n", -1)) {
            wrapLine(line.stripTrailing(), width, lines);
        }
        if (lines.size() <= most) {
            return lines;
        }
        List<String> first = new ArrayList<>(lines.subList(0, most - 1));
        first.add(MORE);
        return first;
    }

    private static void wrapLine(String line, int width, List<String> lines) {
        String rest = line;
        while (rest.length() > width) {
            int space = rest.lastIndexOf(' ', width);
            int end = space > 0 ? space : width;
            lines.add(rest.substring(0, end).stripTrailing());
            rest = rest.substring(end).stripLeading();
        }
        lines.add(rest);
    }

    static String pad(String line, int width) {
        return line + " ".repeat(Math.max(0, width - line.length()));
    }
}
