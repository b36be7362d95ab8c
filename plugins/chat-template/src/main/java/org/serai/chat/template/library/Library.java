package org.serai.chat.template.library;

import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import org.serai.chat.template.syntax.Vocabulary;
import org.serai.chat.template.value.Arguments;
import org.serai.chat.template.value.Budget;
import org.serai.chat.template.value.TemplateFailure;
import org.serai.chat.template.value.TemplateFailure.Kind;
import org.serai.chat.template.value.Value;

/** All filters, tests and functions. Immutable and thread-safe. */
public final class Library {
    private final Clock clock;
    private final Map<String, Operation> filters;
    private final Map<String, Tests.Test> tests;

    /** @param clock what {@code strftime_now} reads */
    public Library(Clock clock) {
        this.clock = clock;
        Map<String, Operation> all = new TreeMap<>();
        ValueFilters.addTo(all);
        TextFilters.addTo(all);
        NumberFilters.addTo(all);
        SequenceFilters.addTo(all);
        SelectionFilters.addTo(all);
        filters = Map.copyOf(all);
        tests = Map.copyOf(Tests.all(filters.keySet()));
    }

    public Vocabulary vocabulary() {
        return new Vocabulary(filters.keySet(), tests.keySet());
    }

    /** The global functions, for one rendering. */
    public Map<String, Value> globals(Budget budget) {
        return Globals.all(clock, budget);
    }

    public Value filter(String name, Value subject, Arguments arguments, Rendering rendering) {
        Operation filter = filters.get(name);
        if (filter == null) {
            throw unknown("filter", name);
        }
        return filter.apply(name, subject, arguments, rendering);
    }

    public boolean test(String name, Value subject, Arguments arguments, Rendering rendering) {
        Tests.Test test = tests.get(name);
        if (test == null) {
            throw unknown("test", name);
        }
        return test.holds(name, subject, arguments, rendering);
    }

    private static TemplateFailure unknown(String kind, String name) {
        return new TemplateFailure(Kind.UNSUPPORTED, "No " + kind + " named '" + name + "' found.");
    }
}
