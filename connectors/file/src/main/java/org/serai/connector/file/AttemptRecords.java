package org.serai.connector.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;

/** Which documents were begun and are not concluded: a file for each, on the disk before the route begins with it. */
final class AttemptRecords {
    private static final String ENDING = ".json";
    private static final String UNFINISHED = ".tmp";

    /**
     * A document that was begun.
     *
     * @param path from the inbox
     * @param size and {@code modified} tell its version; the file system may name files anew when it is mounted again
     * @param delivery tells it from what is dropped later under the same name
     * @param begun how often
     */
    record Begun(Path path, long size, Instant modified, String delivery, int begun) {
        boolean isOf(Inbox.Found found) {
            return path.equals(found.path())
                    && size == found.state().size()
                    && modified.equals(found.state().modified());
        }

        Begun counted(int change) {
            return new Begun(path, size, modified, delivery, begun + change);
        }
    }

    private final Path folder;

    AttemptRecords(Path folder) {
        this.folder = folder;
    }

    /** All records; what a crash left half written never counted. */
    List<Begun> read() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.toList();
        }
        List<Begun> records = new ArrayList<>();
        for (Path file : files) {
            if (file.toString().endsWith(UNFINISHED)) {
                Files.delete(file);
            } else if (file.toString().endsWith(ENDING)) {
                records.add(read(file));
            }
        }
        return records;
    }

    private static Begun read(Path file) throws IOException {
        try {
            JsonObject json = (JsonObject) Jsoner.deserialize(Files.readString(file));
            return new Begun(
                    Path.of(json.getString("path")),
                    json.getLong("size"),
                    Instant.parse(json.getString("modified")),
                    json.getString("delivery"),
                    json.getInteger("begun"));
        } catch (DeserializationException | RuntimeException e) {
            throw new IOException("The record of attempts " + file + " is damaged", e);
        }
    }

    void write(Begun record) throws IOException {
        JsonObject json = new JsonObject();
        json.put("path", record.path().toString());
        json.put("size", record.size());
        json.put("modified", record.modified().toString());
        json.put("delivery", record.delivery());
        json.put("begun", record.begun());
        Path unfinished = folder.resolve(name(record.path()) + UNFINISHED);
        DurableFiles.write(unfinished, json.toJson().getBytes(StandardCharsets.UTF_8));
        Files.move(unfinished, file(record.path()), StandardCopyOption.ATOMIC_MOVE);
        DurableFiles.forceFolder(folder);
    }

    void delete(Path path) throws IOException {
        Files.deleteIfExists(file(path));
    }

    private Path file(Path path) {
        return folder.resolve(name(path) + ENDING);
    }

    /** A path can have folders in it, and be longer than a name may be. */
    private static String name(Path path) {
        return DocumentReader.sha256(path.toString().getBytes(StandardCharsets.UTF_8));
    }
}
