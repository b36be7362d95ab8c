package org.serai.runtime.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.serai.engine.ModelReference;
import org.serai.error.SeraiException;
import org.serai.runtime.command.Instance;
import org.serai.runtime.store.fetch.SplitFiles;
import org.serai.settings.Nearest;

/** Finds the files of models by name or path, and checks them. Thread-safe. */
@Component(service = ModelStore.class)
public final class ModelStore {
    /** Framework property: the folder of the models; {@code models} in the home folder where it is not set. */
    public static final String FOLDER = "serai.models";

    private final Path home;
    private final StoreFolder folder;
    private final DigestCache digests = new DigestCache();

    @Activate
    public ModelStore(@Reference(name = "instance") Instance instance, BundleContext context) {
        this(instance.home(), Optional.ofNullable(context.getProperty(FOLDER)));
    }

    /** A store in the folder {@code models} of {@code home}. */
    public ModelStore(Path home) {
        this(home, Optional.empty());
    }

    private ModelStore(Path home, Optional<String> models) {
        this.home = home.toAbsolutePath().normalize();
        this.folder = new StoreFolder(this.home.resolve(models.orElse("models")));
    }

    /** As {@link #resolve(String, Path)}, with paths relative to the home folder. */
    public ModelReference resolve(String nameOrPath) {
        return resolve(nameOrPath, home);
    }

    /**
     * Finds a model and checks its digest. The files are read for that, once in the life of this process as long as they
     * do not change.
     *
     * @param nameOrPath the name of a model in the store, or the path of a model file; a name wins over a file of that
     *     name, which can be given as {@code ./NAME}
     * @param base what a relative path is relative to
     * @throws SeraiException where there is no such model, or its file is not the one that was recorded
     */
    public ModelReference resolve(String nameOrPath, Path base) {
        Optional<ModelRecord> record = folder.find(nameOrPath);
        if (record.isPresent()) {
            return reference(record.get());
        }
        Path file = base.resolve(nameOrPath).toAbsolutePath().normalize();
        if (nameOrPath.isBlank() || !Files.isRegularFile(file)) {
            throw unknown(nameOrPath, file);
        }
        List<Path> parts = SplitFiles.paths(file);
        return new ModelReference(nameOrPath, Optional.of(file), digest(parts), Map.of(), Optional.of(derived()));
    }

    private ModelReference reference(ModelRecord record) {
        List<Path> files = folder.files(record);
        String digest = digest(files);
        if (!digest.equals(record.digest())) {
            throw new SeraiException(
                    StoreErrors.CHANGED,
                    "The model '" + record.name() + "' in " + folder.root() + " has the digest " + digest
                            + ", but it was " + record.digest()
                            + " when it was stored: its file was changed or the disk is"
                            + " failing; remove it with `serai model remove " + record.name() + "` and fetch it again");
        }
        return new ModelReference(
                record.name(), Optional.of(files.getFirst()), digest, Map.of(), Optional.of(derived()));
    }

    /** Beside the models, or with the instance's own data where somebody else looks after the models. */
    private Path derived() {
        return Files.isWritable(folder.root())
                ? folder.derived()
                : home.resolve("data").resolve("derived");
    }

    private String digest(List<Path> files) {
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                throw new SeraiException(
                        StoreErrors.CHANGED,
                        file + ", a part of the model, is missing; put it there, or fetch the model again");
            }
        }
        try {
            return digests.digest(files);
        } catch (IOException e) {
            throw StoreErrors.io("Reading " + files.getFirst(), e);
        }
    }

    private SeraiException unknown(String nameOrPath, Path file) {
        List<String> stored = folder.names();
        List<String> available = catalogue().entries().stream()
                .map(CatalogueEntry::name)
                .filter(name -> !stored.contains(name))
                .toList();
        List<String> known = new ArrayList<>(stored);
        known.addAll(available);
        String wayOut = available.contains(nameOrPath)
                ? "It can be had with `serai model pull " + nameOrPath + "`"
                : "Models here: " + list(stored) + "; `serai model pull NAME` fetches " + list(available)
                        + Nearest.hint(nameOrPath, known);
        return new SeraiException(
                StoreErrors.UNKNOWN_MODEL,
                "There is no model '" + nameOrPath + "' in " + folder.root() + " and no file " + file + ". " + wayOut);
    }

    private static String list(List<String> names) {
        return names.isEmpty() ? "none" : String.join(", ", names);
    }

    /**
     * The models in the store, by name.
     *
     * @return a record for each, or why its record cannot be read
     */
    Map<String, Entry> entries() {
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (String name : folder.names()) {
            try {
                folder.find(name).ifPresent(record -> entries.put(name, new Entry.Sound(record)));
            } catch (SeraiException e) {
                entries.put(name, new Entry.Damaged(String.valueOf(e.getMessage())));
            }
        }
        return entries;
    }

    /** What the store has under a name. */
    sealed interface Entry {
        /** A model. */
        record Sound(ModelRecord record) implements Entry {}

        /** A folder whose record cannot be read, and why. */
        record Damaged(String reason) implements Entry {}
    }

    /** What is recorded about a model in the store. */
    public Optional<ModelRecord> record(String name) {
        return folder.find(name);
    }

    StoreFolder folder() {
        return folder;
    }

    /** The catalogue as it is now, with the user's {@code etc/catalogue.json}. */
    Catalogue catalogue() {
        return Catalogue.load(etc().resolve("catalogue.json"));
    }

    Path etc() {
        return home.resolve("etc");
    }
}
