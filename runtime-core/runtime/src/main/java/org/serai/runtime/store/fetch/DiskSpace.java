package org.serai.runtime.store.fetch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.serai.error.SeraiException;

/** Refuses to begin what the disk has no room for. */
public final class DiskSpace {
    private final Meter meter;

    /** Tells how many bytes a process may still write in a folder. */
    @FunctionalInterface
    interface Meter {
        long usable(Path folder) throws IOException;
    }

    DiskSpace() {
        this(folder -> Files.getFileStore(folder).getUsableSpace());
    }

    DiskSpace(Meter meter) {
        this.meter = meter;
    }

    /** Checks that so many bytes can be written in a folder. */
    void require(Path folder, long bytes) throws IOException {
        long usable = meter.usable(folder);
        if (usable < bytes) {
            throw new SeraiException(
                    FetchErrors.DISK_FULL,
                    Sizes.bytes(bytes) + " are needed in " + folder + ", but the disk has only " + Sizes.bytes(usable)
                            + " left; free some space, or set SERAI_MODELS to a folder on a larger disk");
        }
    }
}
