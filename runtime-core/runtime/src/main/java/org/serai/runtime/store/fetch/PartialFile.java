package org.serai.runtime.store.fetch;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A file on its way, {@code NAME.part}, and beside it in {@code NAME.part.json} what it takes to go on after a break. It
 * survives the end of the process. Used under the model's lock by one thread.
 */
public final class PartialFile {
    private final Path target;
    private final Path part;
    private final Path stateFile;

    /**
     * What it takes to go on.
     *
     * @param validator what the server calls this version of the file; empty where it gives it no name
     * @param pieces joined pieces that are complete
     * @param bytes their length
     */
    record State(String validator, int pieces, long bytes) {}

    /** @param target the name that the file gets when it is complete */
    public PartialFile(Path target) {
        this.target = target;
        this.part = target.resolveSibling(target.getFileName() + ".part");
        this.stateFile = target.resolveSibling(target.getFileName() + ".part.json");
    }

    public Path path() {
        return part;
    }

    /** Bytes that are there. */
    long length() throws IOException {
        return Files.exists(part) ? Files.size(part) : 0;
    }

    /** What is known about the bytes that are there; empty where there are none to go on with. */
    Optional<State> resumable() throws IOException {
        if (!Files.exists(part) || !Files.exists(stateFile)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.MAPPER.readValue(stateFile.toFile(), State.class));
        } catch (JsonProcessingException halfWritten) {
            return Optional.empty();
        }
    }

    /** Drops what is there and begins anew. */
    void restart(String validator) throws IOException {
        Files.deleteIfExists(stateFile);
        FileChannel.open(
                        part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
                .close();
        save(new State(validator, 0, 0));
    }

    /** Remembers that so many pieces are complete. */
    void checkpoint(int pieces) throws IOException {
        FileTrees.force(part);
        save(new State("", pieces, length()));
    }

    private void save(State state) throws IOException {
        Files.write(stateFile, Json.MAPPER.writeValueAsBytes(state));
    }

    /** Cuts off what came after the last complete piece. */
    void truncate(long bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            channel.truncate(bytes);
        }
    }

    /** Opens the file to write at its end. */
    FileChannel append() throws IOException {
        return FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }

    /** Gives the complete file its name. */
    public void complete() throws IOException {
        FileTrees.force(part);
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Files.deleteIfExists(stateFile);
    }

    /** Drops everything. */
    public void delete() throws IOException {
        Files.deleteIfExists(part);
        Files.deleteIfExists(stateFile);
        Files.deleteIfExists(target);
    }
}
