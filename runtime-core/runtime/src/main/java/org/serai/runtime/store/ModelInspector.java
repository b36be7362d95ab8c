package org.serai.runtime.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.serai.engine.ModelReference;
import org.serai.model.ModelFile;
import org.serai.model.ModelMetadata;
import org.serai.model.TensorInfo;

/** Looks into a model, in the store or not. Thread-safe. */
final class ModelInspector {
    private final ModelStore store;
    private final ModelFormats formats;

    ModelInspector(ModelStore store, ModelFormats formats) {
        this.store = store;
        this.formats = formats;
    }

    /** Checks the digest of a model and reads what its file says. */
    ModelSummary summarise(String nameOrPath, Path base) {
        ModelReference reference = store.resolve(nameOrPath, base);
        Optional<ModelRecord> record = store.record(nameOrPath);
        Path file = reference.file().orElseThrow();
        try (ModelFile model = formats.open(file)) {
            ModelMetadata metadata = model.metadata();
            String architecture = metadata.string("general.architecture").orElse("unknown");
            Map<String, Integer> types = model.tensors().stream()
                    .collect(Collectors.toMap(
                            tensor -> tensor.type().toString(), tensor -> 1, Integer::sum, TreeMap::new));
            return new ModelSummary(
                    reference.name(),
                    file.toString(),
                    model.parts().size(),
                    bytes(model),
                    reference.digest(),
                    architecture,
                    model.tensors().stream().mapToLong(TensorInfo::elements).sum(),
                    FileType.of(metadata, model.tensors()),
                    types,
                    metadata.integer(architecture + ".context_length").orElse(0),
                    record.map(ModelRecord::licence)
                            .filter(licence -> !licence.isEmpty())
                            .or(() -> metadata.string("general.license"))
                            .orElse(""),
                    record.map(ModelRecord::source).orElse(null),
                    record.map(ModelRecord::added).orElse(null),
                    metadata.string("tokenizer.chat_template").orElse(null));
        }
    }

    private static long bytes(ModelFile model) {
        long bytes = 0;
        try {
            for (Path part : model.parts()) {
                bytes += Files.size(part);
            }
        } catch (IOException e) {
            throw StoreErrors.io("Reading " + model.parts().getFirst(), e);
        }
        return bytes;
    }
}
