package org.serai.format.gguf;

import org.serai.model.TensorInfo;

/**
 * A tensor and where its data lies.
 *
 * @param info name, type and shape
 * @param offset of the first byte, from the start of the file
 * @param bytes length of the data
 */
record TensorPlacement(TensorInfo info, long offset, long bytes) {
    long end() {
        return offset + bytes;
    }
}
