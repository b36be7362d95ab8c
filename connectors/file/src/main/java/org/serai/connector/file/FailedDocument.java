package org.serai.connector.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.jspecify.annotations.Nullable;
import org.serai.delivery.DeadLetter;

/**
 * A document that could not be answered, and why.
 *
 * @param path from its folder
 * @param name from the inbox, as it was dropped; its name in the folder differs where that was taken
 * @param source what the delivery was called; null where it never began
 * @param letter the same for those who list letters, without the document's bytes
 */
record FailedDocument(Path path, Path name, @Nullable String source, DeadLetter letter) {
    /** More than any document that is taken should have; it keeps a listing from filling the memory. */
    private static final long MOST_SHOWN_BYTES = 1 << 26;

    /**
     * Reads the record of a failure.
     *
     * @throws java.nio.file.NoSuchFileException where it is gone
     * @throws IOException where it cannot be read or is none
     */
    static FailedDocument read(FailedFolder folder, Path path) throws IOException {
        Path file = FailedFolder.failure(folder.path().resolve(path));
        try {
            JsonObject json = (JsonObject) Jsoner.deserialize(Files.readString(file));
            JsonObject input = Objects.requireNonNull(json.<JsonObject>getMap("input"), "input");
            return new FailedDocument(path, name(input, path), json.getString("source"), letter(json, input, path));
        } catch (DeserializationException | ClassCastException | NullPointerException | DateTimeException e) {
            throw new IOException("The record " + file + " is damaged", e);
        }
    }

    private static DeadLetter letter(JsonObject json, JsonObject input, Path path) {
        Map<String, String> details = new LinkedHashMap<>();
        input.forEach((name, value) -> details.put("input." + name, String.valueOf(value)));
        @Nullable String source = json.getString("source");
        if (source != null) {
            details.put("source", source);
        }
        return new DeadLetter(
                path.toString(),
                json.getStringOrDefault("inbox", ""),
                text(json, "route"),
                Instant.parse(text(json, "time")),
                text(json, "code"),
                text(json, "category"),
                text(json, "message"),
                json.getIntegerOrDefault("attempts", 1),
                details,
                new byte[0]);
    }

    private static String text(JsonObject json, String key) {
        return Objects.requireNonNull(json.getString(key), key);
    }

    /** A name that would lead out of a folder is not believed. */
    private static Path name(JsonObject input, Path path) {
        try {
            Path name = Path.of(text(input, "name")).normalize();
            return name.isAbsolute() || name.startsWith("..") || name.toString().isEmpty() ? path : name;
        } catch (InvalidPathException e) {
            return path;
        }
    }

    /** The letter with the document's bytes; a detail says so where they are too many to be shown. */
    DeadLetter whole(FailedFolder folder) throws IOException {
        Path document = folder.path().resolve(path);
        long size = Files.size(document);
        Map<String, String> details = new LinkedHashMap<>(letter.details());
        boolean shown = size <= MOST_SHOWN_BYTES;
        if (!shown) {
            details.put("content", size + " bytes, too many to be shown; they are in " + document);
        }
        return new DeadLetter(
                letter.id(),
                letter.origin(),
                letter.route(),
                letter.failedAt(),
                letter.reason(),
                letter.category(),
                letter.message(),
                letter.attempts(),
                details,
                shown ? Files.readAllBytes(document) : new byte[0]);
    }
}
