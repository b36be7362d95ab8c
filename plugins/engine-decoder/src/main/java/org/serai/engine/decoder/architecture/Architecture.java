package org.serai.engine.decoder.architecture;

import org.serai.device.KvCache;
import org.serai.model.ModelFile;

/**
 * A family of decoder models. An implementation is stateless; it knows the names and shapes of the family's tensors and
 * the order of the operations, and nothing of tensor types or hardware.
 */
public interface Architecture {
    /** The value of {@code general.architecture} in the files of the family. */
    String name();

    /**
     * Reads and checks what the file says about the model, without touching its weights.
     *
     * @throws org.serai.error.SeraiException where a value is missing or makes no sense, or where the model needs what
     *     this implementation does not have
     */
    Hyperparameters describe(ModelFile file);

    /**
     * Makes the model's weights resident and allocates its activations.
     *
     * @throws org.serai.error.SeraiException where a tensor is missing, has the wrong shape, or is not known
     */
    Decoder load(WeightLoader weights, Hyperparameters model, KvCache cache, PassLimits limits);
}
