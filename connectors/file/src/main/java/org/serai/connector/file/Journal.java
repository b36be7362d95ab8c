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
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.jspecify.annotations.Nullable;

/** The decided documents whose files are not all in place: a file for each, on the disk before anything is renamed. */
final class Journal {
    private static final String ENDING = ".json";
    private static final String UNFINISHED = ".tmp";

    private final Path folder;

    Journal(Path folder) {
        this.folder = folder;
    }

    /** Records a decision, or changes it. */
    void write(Decision decision) throws IOException {
        Path file = file(decision.id());
        Path unfinished = folder.resolve(decision.id() + UNFINISHED);
        DurableFiles.write(unfinished, toJson(decision).toJson().getBytes(StandardCharsets.UTF_8));
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        DurableFiles.forceFolder(folder);
    }

    /** @param id of a decision; there may be none */
    void delete(String id) throws IOException {
        Files.deleteIfExists(file(id));
        DurableFiles.forceFolder(folder);
    }

    /** All decisions, the oldest first; what a crash left half written was never a decision and is deleted. */
    List<Decision> read() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.sorted().toList();
        }
        List<Decision> decisions = new ArrayList<>();
        for (Path file : files) {
            String name = file.getFileName().toString();
            if (name.endsWith(UNFINISHED)) {
                Files.delete(file);
            } else if (name.endsWith(ENDING)) {
                decisions.add(read(file));
            }
        }
        return decisions;
    }

    private static Decision read(Path file) throws IOException {
        try {
            return fromJson((JsonObject) Jsoner.deserialize(Files.readString(file)));
        } catch (DeserializationException | RuntimeException e) {
            throw new IOException("The journal's record " + file + " is damaged", e);
        }
    }

    private Path file(String id) {
        return folder.resolve(id + ENDING);
    }

    private static JsonObject toJson(Decision decision) {
        JsonObject json = new JsonObject();
        json.put("id", decision.id());
        json.put("path", decision.path().toString());
        json.put("size", decision.state().size());
        json.put("modified", decision.state().modified().toString());
        json.put("key", decision.state().key());
        json.put("sha256", decision.sha256());
        json.put("base", decision.base().toString());
        JsonArray placements = new JsonArray();
        for (Decision.Placement placement : decision.placements()) {
            JsonObject entry = new JsonObject();
            entry.put("part", placement.part().toString());
            entry.put("suffix", placement.suffix());
            entry.put("target", placement.target().toString());
            placements.add(entry);
        }
        json.put("placements", placements);
        json.put("inputTarget", text(decision.inputTarget()));
        json.put("letter", text(decision.letter()));
        return json;
    }

    private static Decision fromJson(JsonObject json) {
        List<Decision.Placement> placements = new ArrayList<>();
        for (Object entry : json.<JsonArray>getCollection("placements")) {
            JsonObject placement = (JsonObject) entry;
            placements.add(new Decision.Placement(
                    path(placement, "part"), placement.getString("suffix"), path(placement, "target")));
        }
        return new Decision(
                json.getString("id"),
                path(json, "path"),
                new FileState(json.getLong("size"), Instant.parse(json.getString("modified")), json.getString("key")),
                json.getString("sha256"),
                path(json, "base"),
                placements,
                optionalPath(json, "inputTarget"),
                optionalPath(json, "letter"));
    }

    private static @Nullable String text(@Nullable Path path) {
        return path == null ? null : path.toString();
    }

    private static @Nullable Path optionalPath(JsonObject json, String key) {
        @Nullable String path = json.getString(key);
        return path == null ? null : Path.of(path);
    }

    private static Path path(JsonObject json, String key) {
        return Path.of(json.getString(key));
    }
}
