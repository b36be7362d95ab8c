package org.serai.connector.kafka.consumer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Names this installation, the same after each restart, so that a new process can end the transactions that an old one of
 * the same installation left open.
 */
public final class InstanceId {
    private InstanceId() {}

    /**
     * Reads the id, or makes one at the first start.
     *
     * @param folder where it is kept, such as {@code data/kafka}
     */
    public static String in(Path folder) {
        Path file = folder.resolve("instance-id");
        try {
            Files.createDirectories(folder);
            try {
                Files.writeString(
                        file, UUID.randomUUID().toString(), StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
            } catch (FileAlreadyExistsException e) {
                return Files.readString(file).strip();
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("The id of this installation cannot be kept in " + file, e);
        }
    }
}
