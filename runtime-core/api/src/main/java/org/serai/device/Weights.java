package org.serai.device;

import org.serai.model.TensorType;

/**
 * A matrix or vector of a model, resident on a device in whatever layout suits it. Immutable. Belongs to the session
 * that made it and lives until that is closed.
 */
public interface Weights {
    /** The type in the model file. */
    TensorType type();

    int rows();

    int columns();
}
