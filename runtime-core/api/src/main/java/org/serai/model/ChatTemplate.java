package org.serai.model;

import java.util.Map;

/** A compiled chat template. Immutable and thread-safe. */
public interface ChatTemplate {
    /**
     * Renders the template. Values are JSON-like: {@code Map<String, ?>} with its order kept, {@code List<?>},
     * {@code String}, {@code Boolean}, {@code Long}, {@code Integer}, {@code Double}, and {@code null}. A variable that
     * is absent from the map is undefined; one that maps to null is none.
     *
     * @param variables {@code messages}, {@code tools}, {@code add_generation_prompt}, {@code bos_token},
     *     {@code eos_token} and whatever else the template knows
     * @throws org.serai.error.SeraiException where the template raises an error of its own, fails, or exceeds the
     *     limits of size and steps
     */
    String render(Map<String, ?> variables);
}
