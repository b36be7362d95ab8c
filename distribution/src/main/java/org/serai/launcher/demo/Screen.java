package org.serai.launcher.demo;

import java.io.PrintStream;
import java.util.List;

/**
 * What the user of the demo sees: documents at the left and answers at the right, or one above the other on a narrow
 * terminal. Colours only where a terminal shows them.
 *
 * @param out standard output
 * @param columns how wide it is
 * @param colour whether it understands colours
 */
public record Screen(PrintStream out, int columns, boolean colour) {
    private static final int NARROW = 72;
    private static final int WIDEST = 140;
    private static final int NARROWEST = 30;
    private static final int DOCUMENT_LINES = 12;
    private static final int ANSWER_LINES = 20;
    private static final String BAR = " | ";

    private static final String BOLD = "1";
    private static final String DIM = "2";
    private static final String RED = "31";
    private static final String GREEN = "32";

    public Screen {
        columns = Math.clamp(columns, NARROWEST, WIDEST);
    }

    /** A line of its own. */
    public void say(String line) {
        out.println(line);
        out.flush();
    }

    public void heading(String line) {
        say(paint(BOLD, line));
    }

    /** One document and what became of it. */
    void show(Result result) {
        String rule = "-- " + result.title() + " ";
        say("");
        heading(rule + "-".repeat(Math.max(0, columns - rule.length())));
        String answerColour = result.answered() ? GREEN : RED;
        if (columns < NARROW) {
            lines(Text.wrap(result.document(), columns, DOCUMENT_LINES), DIM);
            say("=>");
            lines(Text.wrap(result.answer(), columns, ANSWER_LINES), answerColour);
        } else {
            int left = (columns - BAR.length()) / 2;
            int right = columns - BAR.length() - left;
            beside(
                    Text.wrap(result.document(), left, DOCUMENT_LINES),
                    Text.wrap(result.answer(), right, ANSWER_LINES),
                    left,
                    answerColour);
        }
        say(paint(DIM, result.figures()));
    }

    private void lines(List<String> lines, String code) {
        lines.forEach(line -> say(paint(code, line)));
    }

    private void beside(List<String> left, List<String> right, int width, String rightColour) {
        for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
            String document = i < left.size() ? left.get(i) : "";
            String answer = i < right.size() ? right.get(i) : "";
            say(paint(DIM, Text.pad(document, width)) + BAR + paint(rightColour, answer));
        }
    }

    private String paint(String code, String text) {
        return colour && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
