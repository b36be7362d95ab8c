package org.serai.runtime.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model that can be pulled by its name.
 *
 * @param name what people call it
 * @param description one line
 * @param file the name that its file gets in the store; of the first part where it is split
 * @param bytes length of all files together
 * @param sha256 of all files, one after the other: it alone decides whether a source gave the right thing
 * @param licence under which terms it comes
 * @param sources in the order in which they are tried
 */
record CatalogueEntry(
        String name,
        String description,
        String file,
        long bytes,
        String sha256,
        Licence licence,
        List<String> sources) {
    CatalogueEntry {
        sources = List.copyOf(sources);
    }

    /**
     * The terms of a model.
     *
     * @param name such as {@code Apache-2.0}
     * @param url where they can be read; null where the name says all
     * @param mustAccept true where the user has to accept them before the model is fetched
     */
    record Licence(String name, @Nullable String url, boolean mustAccept) {}
}
