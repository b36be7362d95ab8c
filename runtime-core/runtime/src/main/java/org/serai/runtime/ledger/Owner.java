package org.serai.runtime.ledger;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.serai.error.SeraiException;

/**
 * Who claims work: an instance, and one start of it. A claim of an earlier start of the same instance is void, since one
 * process at a time runs in a home.
 *
 * @param instance stays the same from start to start
 * @param boot differs from start to start
 */
record Owner(String instance, String boot) {
    /** The owner of this process. The instance's name is kept in a file of the home, which it makes where it is missing. */
    static Owner ofHome(Path folder) {
        Path file = folder.resolve("instance-id");
        try {
            Files.createDirectories(folder);
            if (!Files.exists(file) || Files.size(file) == 0) {
                Files.writeString(file, UUID.randomUUID().toString());
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
            }
            return new Owner(Files.readString(file).strip(), UUID.randomUUID().toString());
        } catch (IOException e) {
            throw new SeraiException(
                    LedgerErrors.UNAVAILABLE,
                    "The file " + file + ", which names this instance, cannot be read or made: " + e
                            + ". Correct the permissions of the folder",
                    e);
        }
    }
}
