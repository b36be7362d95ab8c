package org.serai.device;

import java.nio.file.Path;

/**
 * Where a device may keep what it made of a model's tensors and could make again, so that the next load takes less time.
 * Somebody may delete it at any time.
 *
 * @param folder may be missing yet, and is shared with other devices, models and processes
 * @param digest {@code sha256:…} of the model, which says that the tensors are the same
 */
public record DerivedData(Path folder, String digest) {
    /**
     * The file of one kind of data.
     *
     * @param kind the name of the device and all that decides what is in the file: letters, digits and hyphens
     */
    public Path file(String kind) {
        return folder.resolve(prefix(digest) + kind);
    }

    /** What the names of all files begin with that are derived from a model; who removes the model removes them. */
    public static String prefix(String digest) {
        return digest.replace(':', '-') + ".";
    }
}
