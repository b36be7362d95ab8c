package org.serai.it.endtoend.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A page of the documentation.
 *
 * @param path the file
 * @param snippets its blocks, in order
 */
record MarkdownPage(Path path, List<Snippet> snippets) {
    private static final String FENCE = "```";
    private static final String INDENTED = "    ";

    /**
     * Reads a page.
     *
     * @throws IllegalArgumentException where a block does not say what it is; every block of code is fenced, because one
     *     that is only indented cannot
     */
    static MarkdownPage read(Path path) throws IOException {
        List<String> lines = Files.readAllLines(path);
        List<Snippet> snippets = new ArrayList<>();
        boolean inList = false;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.stripLeading().startsWith(FENCE)) {
                int end = end(lines, i);
                snippets.add(snippet(lines, i, end));
                i = end;
            } else if (!line.isBlank() && !line.startsWith(" ")) {
                inList = line.matches("([-*]|\\d+\\.) .*");
            } else if (line.startsWith(INDENTED)
                    && !inList
                    && (i == 0 || lines.get(i - 1).isBlank())) {
                throw new IllegalArgumentException("Line " + (i + 1) + ": code is fenced with ```, not indented");
            }
        }
        return new MarkdownPage(path, List.copyOf(snippets));
    }

    private static int end(List<String> lines, int begin) {
        for (int i = begin + 1; i < lines.size(); i++) {
            if (lines.get(i).strip().equals(FENCE)) {
                return i;
            }
        }
        throw new IllegalArgumentException("Line " + (begin + 1) + ": the block has no end");
    }

    private static Snippet snippet(List<String> lines, int begin, int end) {
        String opening = lines.get(begin);
        int indentation = opening.indexOf(FENCE);
        StringBuilder text = new StringBuilder();
        for (String line : lines.subList(begin + 1, end)) {
            text.append(line, Math.min(indentation, line.length()), line.length())
                    .append('\n');
        }
        return Snippet.of(begin + 1, opening.strip().substring(FENCE.length()), text.toString());
    }
}
