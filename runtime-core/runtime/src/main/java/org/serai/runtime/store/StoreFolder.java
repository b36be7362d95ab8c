package org.serai.runtime.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.serai.device.DerivedData;
import org.serai.error.SeraiException;
import org.serai.runtime.store.fetch.FileTrees;
import org.serai.runtime.store.fetch.Json;
import org.serai.runtime.store.fetch.ModelSource;

/**
 * The folder of the models. Each has a folder of its own, with its files and {@code model.json}; it is put together in
 * {@code .incoming} and renamed when it is complete, so that another process sees a whole model or none. Thread-safe.
 */
final class StoreFolder {
    private static final String RECORD = "model.json";
    private static final String INCOMING = ".incoming";
    private static final String DERIVED = ".derived";
    private static final String STAGING_MARK = "@"; // in no model's name, so no name begins with another and this

    private final Path root;

    StoreFolder(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    Path root() {
        return root;
    }

    /** What engines and devices made of the models, and could make again. */
    Path derived() {
        return root.resolve(DERIVED);
    }

    /** The names of all models, sorted; also of those whose record is damaged. */
    List<String> names() {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(root)) {
            return folders.filter(folder -> Files.exists(folder.resolve(RECORD)))
                    .map(folder -> root.relativize(folder).toString())
                    .filter(ModelName::isValid)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw StoreErrors.io("Reading " + root, e);
        }
    }

    /** What is recorded about a model, or empty where the store has none of that name. */
    Optional<ModelRecord> find(String name) {
        Path file = root.resolve(name).resolve(RECORD);
        if (!ModelName.isValid(name) || !Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(checked(Json.MAPPER.readValue(file.toFile(), ModelRecord.class), name, file));
        } catch (JsonProcessingException e) {
            throw damaged(file, e.getOriginalMessage());
        } catch (IOException e) {
            throw StoreErrors.io("Reading " + file, e);
        }
    }

    private static ModelRecord checked(ModelRecord record, String name, Path file) {
        boolean plainNames = record.files().stream()
                .allMatch(part ->
                        !part.isEmpty() && !part.startsWith(".") && !part.contains("/") && !part.contains("\\"));
        if (!name.equals(record.name()) || record.files().isEmpty() || !plainNames) {
            throw damaged(file, "its name or its files are not those of the model '" + name + "'");
        }
        return record;
    }

    private static SeraiException damaged(Path file, String reason) {
        return new SeraiException(
                StoreErrors.BAD_RECORD,
                file + " is damaged (" + reason + "); remove the model with `serai model remove` and fetch it again");
    }

    /** The files of a model, in order. */
    List<Path> files(ModelRecord record) {
        return record.files().stream().map(root.resolve(record.name())::resolve).toList();
    }

    /** Takes the lock of a model; who holds it may use {@link #staging}, {@link #publish} and {@link #remove}. */
    StoreLock lock(String name, Runnable onWait) throws InterruptedException {
        try {
            return StoreLock.take(
                    Files.createDirectories(root.resolve(INCOMING)).resolve(name + ".lock"), onWait);
        } catch (IOException e) {
            throw StoreErrors.io("Locking the model '" + name + "' in " + root, e);
        }
    }

    /** The folder where a model is put together; what an earlier attempt with this source left is still in it. */
    Path staging(String name, ModelSource source) {
        String folder = name
                + STAGING_MARK
                + HexFormat.of().toHexDigits(source.toString().hashCode());
        try {
            return Files.createDirectories(root.resolve(INCOMING).resolve(folder));
        } catch (IOException e) {
            throw StoreErrors.io("Making a folder in " + root, e);
        }
    }

    /** Makes the staging folder, with the record's files complete in it, the model's folder, and drops other attempts. */
    void publish(ModelRecord record, Path staging) {
        try {
            Path json = staging.resolve(RECORD);
            Files.write(json, Json.MAPPER.writeValueAsBytes(record));
            FileTrees.force(json);
            FileTrees.force(staging);
            Files.move(staging, root.resolve(record.name()), StandardCopyOption.ATOMIC_MOVE);
            FileTrees.force(root);
            deleteIn(root.resolve(INCOMING), record.name() + STAGING_MARK);
        } catch (IOException e) {
            throw StoreErrors.io("Putting the model '" + record.name() + "' into " + root, e);
        }
    }

    private static void deleteIn(Path folder, String prefix) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.filter(
                            path -> path.getFileName().toString().startsWith(prefix))
                    .toList()) {
                FileTrees.delete(entry);
            }
        }
    }

    /** Deletes what was made of a model. Whoever has it open can go on reading. */
    void removeDerived(String digest) {
        if (Files.isDirectory(derived())) {
            try {
                deleteIn(derived(), DerivedData.prefix(digest));
            } catch (IOException e) {
                throw StoreErrors.io("Removing what was made of " + digest + " from " + derived(), e);
            }
        }
    }

    /** Removes a model: first from sight, then from the disk. Whoever has its files open can go on reading. */
    void remove(String name) {
        Path trash = root.resolve(INCOMING).resolve(name + STAGING_MARK + UUID.randomUUID());
        try {
            Files.move(root.resolve(name), trash, StandardCopyOption.ATOMIC_MOVE);
            FileTrees.delete(trash);
        } catch (IOException e) {
            throw StoreErrors.io("Removing the model '" + name + "' from " + root, e);
        }
    }
}
