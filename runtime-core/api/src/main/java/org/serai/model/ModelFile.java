package org.serai.model;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * An open model file, possibly in several parts. Thread-safe. Its owner closes it; segments that it handed out must not
 * be used after that.
 */
public interface ModelFile extends AutoCloseable {
    /** The files, in order; one unless the model is split. */
    List<Path> parts();

    ModelMetadata metadata();

    /** All tensors, in the order of the file; empty for a file that holds a vocabulary only. */
    List<TensorInfo> tensors();

    Optional<TensorInfo> tensor(String name);

    /**
     * The bytes of a tensor, read-only and mapped, exactly {@link TensorInfo#bytes()} long.
     *
     * @param tensor one of {@link #tensors()}
     */
    MemorySegment data(TensorInfo tensor);

    @Override
    void close();
}
