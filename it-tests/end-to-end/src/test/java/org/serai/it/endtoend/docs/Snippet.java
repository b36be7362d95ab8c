package org.serai.it.endtoend.docs;

import java.util.ArrayList;
import java.util.List;

/**
 * A fenced block of a page.
 *
 * @param line where it begins, counted from 1
 * @param language the first word behind the fence, by which it is coloured
 * @param use what its test does with it
 * @param text the lines between the fences
 */
record Snippet(int line, String language, Use use, String text) {
    /** What is done with a block. */
    sealed interface Use {
        /** A shell script that ends with an exit status. */
        record Run(int status) implements Use {}

        /** What the last script printed, where {@code …} stands for anything. */
        record Output() implements Use {}

        /** Lines that begin with {@code $} are run, those below them are what they print. */
        record Transcript() implements Use {}

        /** A route file, which {@code serai route check} accepts. */
        record Route() implements Use {}

        /** A file of the home folder, which the instance takes. */
        record Saved(String path) implements Use {}

        /** Run by a test of another module, which names the page. */
        record TestedBy(String testClass) implements Use {}

        /** Shows what something looks like; nothing that a reader would type or save. */
        record Example() implements Use {}
    }

    /** Reads what stands behind the opening fence. */
    static Snippet of(int line, String info, String text) {
        String[] words = info.strip().split("\\s+", -1);
        List<Use> uses = new ArrayList<>();
        for (int i = 1; i < words.length; i++) {
            String key = words[i].replaceFirst("=.*", "");
            String value = words[i].contains("=") ? words[i].substring(key.length() + 1) : "";
            switch (key) {
                case "run" -> uses.add(new Use.Run(value.isEmpty() ? 0 : Integer.parseInt(value)));
                case "output" -> uses.add(new Use.Output());
                case "transcript" -> uses.add(new Use.Transcript());
                case "route" -> uses.add(new Use.Route());
                case "file" -> uses.add(new Use.Saved(value));
                case "tested-by" -> uses.add(new Use.TestedBy(value));
                case "example" -> uses.add(new Use.Example());
                default -> throw unknown(line, info);
            }
        }
        if (uses.size() != 1) {
            throw unknown(line, info);
        }
        return new Snippet(line, words[0], uses.getFirst(), text);
    }

    /** False for what is run elsewhere, or only looked at. */
    boolean needsHome() {
        return switch (use) {
            case Use.TestedBy _, Use.Example _ -> false;
            default -> true;
        };
    }

    /** Whether it is a file that {@code serai route check} can try. */
    boolean isRoute() {
        return switch (use) {
            case Use.Route() -> true;
            case Use.Saved(String path) -> path.matches(".*\\.camel\\.(yaml|xml)");
            default -> false;
        };
    }

    private static IllegalArgumentException unknown(int line, String info) {
        return new IllegalArgumentException("Line " + line + ": the block '```" + info
                + "' does not say what it is, in one of the ways that docs/testing.md lists");
    }
}
