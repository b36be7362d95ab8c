package org.serai.runtime.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.serai.runtime.store.fetch.ModelSource;

/**
 * A model that should come into the store.
 *
 * @param name what it will be called
 * @param fileName the name of its file; of the first part where it is split
 * @param sources where it can be had, in the order in which they are tried
 * @param bytes its length, where it is known
 * @param digest what it must be; empty where nobody knows beforehand
 * @param licence its licence; empty where nobody said
 * @param licenceAccepted when the user accepted the licence, where that was needed
 * @param base what paths of local files are relative to
 */
record PullRequest(
        String name,
        String fileName,
        List<ModelSource> sources,
        OptionalLong bytes,
        Optional<String> digest,
        String licence,
        Optional<String> licenceAccepted,
        Path base) {
    PullRequest {
        sources = List.copyOf(sources);
    }
}
