package org.serai.engine.decoder;

import org.serai.device.Device;
import org.serai.device.KvShape;
import org.serai.engine.decoder.architecture.Architecture;
import org.serai.engine.decoder.architecture.Hyperparameters;
import org.serai.engine.decoder.architecture.PassLimits;

/**
 * All that is decided before the first weight is read.
 *
 * @param architecture how the model computes
 * @param model its numbers
 * @param device where it computes
 * @param context tokens that one sequence may hold
 * @param cache size of the KV cache
 * @param limits size of a pass
 */
record LoadPlan(
        Architecture architecture,
        Hyperparameters model,
        Device device,
        int context,
        KvShape cache,
        PassLimits limits) {}
