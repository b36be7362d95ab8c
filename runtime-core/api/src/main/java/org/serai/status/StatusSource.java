package org.serai.status;

import java.util.List;

/** A part of the runtime that reports about itself in {@code serai status}. An OSGi service; thread-safe and quick. */
public interface StatusSource {
    /** The section's name, such as {@code routes}: lower case, stable, a key of {@code status --json}. */
    String section();

    /** The rows of the section, in the order in which they are shown. */
    List<Row> rows();

    /**
     * One thing and how it is.
     *
     * @param name the thing
     * @param state a word such as {@code ready}, {@code failed}, {@code pending}
     * @param detail a sentence: figures, or why it is not well; may be empty
     * @param healthy false where the operator should look at it
     */
    record Row(String name, String state, String detail, boolean healthy) {}
}
