package org.serai.model;

import java.util.List;

/**
 * The name, type and shape of a tensor.
 *
 * @param name as in the file, such as {@code blk.0.attn_q.weight}
 * @param type the element type
 * @param shape the dimensions, fastest first: {@code shape.get(0)} is the row length
 */
public record TensorInfo(String name, TensorType type, List<Long> shape) {
    public TensorInfo {
        shape = List.copyOf(shape);
    }

    /** The length of a row; 1 for a scalar. */
    public long columns() {
        return shape.isEmpty() ? 1 : shape.getFirst();
    }

    /** The number of rows: the product of all dimensions but the first. */
    public long rows() {
        return shape.stream().skip(1).reduce(1L, Math::multiplyExact);
    }

    public long elements() {
        return Math.multiplyExact(rows(), columns());
    }

    public long bytes() {
        return type.bytes(elements());
    }
}
