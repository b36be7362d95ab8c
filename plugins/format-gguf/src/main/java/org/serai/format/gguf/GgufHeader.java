package org.serai.format.gguf;

import java.util.List;

/**
 * What stands before the tensor data of one file. Every placement lies inside the file, and no two overlap.
 *
 * @param metadata key-value pairs
 * @param tensors in the order of the file
 */
record GgufHeader(GgufMetadata metadata, List<TensorPlacement> tensors) {
    GgufHeader {
        tensors = List.copyOf(tensors);
    }
}
