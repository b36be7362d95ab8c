package org.serai.runtime.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.serai.error.SeraiException;
import org.serai.runtime.store.fetch.Digests;
import org.serai.runtime.store.fetch.Json;
import org.serai.runtime.store.fetch.ModelSource;

/** The models that can be pulled by name: those that Serai knows, and those of the user's own file. Immutable. */
final class Catalogue {
    private static final String RESOURCE = "catalogue.json";
    private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    private final SortedMap<String, CatalogueEntry> entries;

    private Catalogue(SortedMap<String, CatalogueEntry> entries) {
        this.entries = entries;
    }

    /**
     * Reads the catalogue.
     *
     * @param userFile may be absent; its entries win over Serai's own of the same name
     */
    static Catalogue load(Path userFile) {
        SortedMap<String, CatalogueEntry> entries = new TreeMap<>();
        try (InputStream in = Catalogue.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("The bundle lacks its resource " + RESOURCE);
            }
            add(entries, in, RESOURCE);
        } catch (IOException e) {
            throw new IllegalStateException("The bundle's resource " + RESOURCE + " cannot be read", e);
        }
        if (Files.exists(userFile)) {
            try (InputStream in = Files.newInputStream(userFile)) {
                add(entries, in, userFile.toString());
            } catch (IOException e) {
                throw StoreErrors.io("Reading " + userFile, e);
            }
        }
        return new Catalogue(entries);
    }

    private static void add(SortedMap<String, CatalogueEntry> entries, InputStream in, String origin)
            throws IOException {
        try {
            List<CatalogueEntry> read = Json.MAPPER.readValue(in, new TypeReference<>() {});
            for (CatalogueEntry entry : read) {
                entries.put(check(entry).name(), entry);
            }
        } catch (JsonProcessingException e) {
            throw wrong(
                    origin, e.getOriginalMessage() + ", line " + e.getLocation().getLineNr());
        } catch (SeraiException e) {
            throw wrong(origin, String.valueOf(e.getMessage()));
        }
    }

    private static CatalogueEntry check(CatalogueEntry entry) {
        ModelName.checked(entry.name());
        Digests.parse(entry.sha256());
        entry.sources().forEach(ModelSource::parse);
        if (entry.sources().isEmpty()
                || entry.bytes() < 1
                || !FILE_NAME.matcher(entry.file()).matches()) {
            throw new SeraiException(
                    StoreErrors.BAD_CATALOGUE,
                    "'" + entry.name() + "' needs at least one source, its length in bytes, and a plain file name");
        }
        return entry;
    }

    private static SeraiException wrong(String origin, String reason) {
        return new SeraiException(
                StoreErrors.BAD_CATALOGUE, "The catalogue " + origin + " cannot be used: " + reason + "; correct it");
    }

    Optional<CatalogueEntry> find(String name) {
        return Optional.ofNullable(entries.get(name));
    }

    /** All entries, by name. */
    List<CatalogueEntry> entries() {
        return List.copyOf(entries.values());
    }
}
