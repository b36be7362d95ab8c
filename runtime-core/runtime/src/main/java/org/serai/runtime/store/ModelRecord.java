package org.serai.runtime.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the store knows about a model; {@code model.json} beside its files.
 *
 * @param name what people call it
 * @param files its files, in order, as names inside its folder
 * @param bytes length of all files together
 * @param digest {@code sha256:…} of all files, one after the other
 * @param source where it came from
 * @param licence the licence as its publisher names it; empty where nobody said
 * @param licenceAccepted when the user accepted the licence; null where that was not needed
 * @param added when it came into the store
 */
public record ModelRecord(
        String name,
        List<String> files,
        long bytes,
        String digest,
        String source,
        String licence,
        @Nullable String licenceAccepted,
        String added) {
    public ModelRecord {
        files = List.copyOf(files);
    }
}
