package org.serai.runtime.text;

import java.util.ArrayList;
import java.util.List;

/** A table for people: columns as wide as they need to be, the last one as it is. Not thread-safe. */
public final class TextTable {
    private static final int GAP = 2;

    private final List<String[]> rows = new ArrayList<>();

    /** @param headings none for a table without headings */
    public TextTable(String... headings) {
        if (headings.length > 0) {
            row(headings);
        }
    }

    /** Adds a row. */
    public TextTable row(String... cells) {
        rows.add(cells.clone());
        return this;
    }

    /** The table, each row ended by a line feed. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.length; column++) {
                int end = line.length() + width(column) + GAP;
                line.append(row[column]);
                if (column < row.length - 1) {
                    line.repeat(' ', end - line.length());
                }
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private int width(int column) {
        return rows.stream()
                .filter(row -> column < row.length)
                .mapToInt(row -> row[column].length())
                .max()
                .orElse(0);
    }
}
