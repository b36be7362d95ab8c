package org.serai.device;

/**
 * Activations on a device: F32, row-major, {@code rows × columns}. Operations take the number of rows that they work
 * on, from row 0. Belongs to the session that made it and lives until that is closed.
 */
public interface Tensor {
    int rows();

    int columns();
}
