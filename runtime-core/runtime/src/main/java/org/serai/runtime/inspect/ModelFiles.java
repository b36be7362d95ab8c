package org.serai.runtime.inspect;

import java.nio.file.Path;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.serai.engine.ModelReference;
import org.serai.model.ModelFile;
import org.serai.model.ModelMetadata;
import org.serai.runtime.store.ModelFormats;
import org.serai.runtime.store.ModelStore;

/** Reads the metadata of a model file, which may hold no tensors. Thread-safe. */
@Component(service = ModelFiles.class)
public final class ModelFiles {
    private final ModelStore store;
    private final ModelFormats formats;

    @Activate
    public ModelFiles(@Reference(name = "store") ModelStore store, @Reference(name = "formats") ModelFormats formats) {
        this.store = store;
        this.formats = formats;
    }

    /** Finds a model by name or path and checks its digest. */
    public ModelReference resolve(String nameOrPath, Path base) {
        return store.resolve(nameOrPath, base);
    }

    /** Finds and opens a model, gives its metadata to a function, and closes it. */
    <T> T read(String nameOrPath, Path base, Function<ModelMetadata, T> reader) {
        return inspect(resolve(nameOrPath, base), model -> reader.apply(model.metadata()));
    }

    /** Opens a model that has a file, gives it to a function, and closes it. */
    public <T> T inspect(ModelReference reference, Function<ModelFile, T> reader) {
        try (ModelFile model = formats.open(reference.file().orElseThrow())) {
            return reader.apply(model);
        }
    }
}
