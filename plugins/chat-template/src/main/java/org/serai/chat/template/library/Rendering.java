package org.serai.chat.template.library;

import org.serai.chat.template.value.Arguments;
import org.serai.chat.template.value.Budget;
import org.serai.chat.template.value.Display;
import org.serai.chat.template.value.Value;

/** What the parts of the library need of the rendering that calls them. */
public interface Rendering {
    Budget budget();

    /** Applies a filter by name. */
    Value filter(String name, Value subject, Arguments arguments);

    /** Applies a test by name. */
    boolean test(String name, Value subject, Arguments arguments);

    /** The value as it prints. */
    default String text(Value value) {
        return Display.text(value, budget());
    }
}
