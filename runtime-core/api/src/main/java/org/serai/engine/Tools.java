package org.serai.engine;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tools that a model is offered. It does not run them: its answer has {@link GenerationResult#toolCalls() calls}, and whoever
 * asked runs them and asks again, with the calls and their answers as messages. An engine that cannot tell calls apart from
 * text refuses the request.
 *
 * @param offered what may be called; not empty, and each name once
 * @param choice whether something has to be called
 * @param parallel whether one answer may have several calls; null for whatever the model does
 */
public record Tools(
        List<Tool> offered, Choice choice, @Nullable Boolean parallel) {
    public Tools {
        offered = List.copyOf(offered);
    }

    /**
     * A function that a model may want called.
     *
     * @param name what calls name it by
     * @param description what it is good for, in words for the model; null where the name says it
     * @param parameters a JSON Schema of its arguments, JSON-like values; null where it takes none
     * @param strict true to hold arguments to the schema; null for whatever the engine does
     */
    public record Tool(
            String name,
            @Nullable String description,
            @Nullable Map<String, ? extends @Nullable Object> parameters,
            @Nullable Boolean strict) {
        public Tool {
            parameters = parameters == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        }
    }

    /** Whether something has to be called. */
    public sealed interface Choice {
        /** The model decides. */
        record Auto() implements Choice {}

        /** Nothing is called. */
        record None() implements Choice {}

        /** At least one tool is called. */
        record Required() implements Choice {}

        /** This tool is called. */
        record Named(String name) implements Choice {}
    }
}
