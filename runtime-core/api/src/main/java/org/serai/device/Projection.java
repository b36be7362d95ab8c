package org.serai.device;

import org.jspecify.annotations.Nullable;

/**
 * One matrix product: {@code out = x · weightsᵀ + bias}, or {@code out += …}.
 *
 * @param weights {@code outColumns × inColumns}
 * @param bias one row of {@code outColumns}, or null
 * @param out receives the result
 * @param accumulate true to add to what is in {@code out}
 */
public record Projection(Weights weights, @Nullable Weights bias, Tensor out, boolean accumulate) {
    public Projection(Weights weights, Tensor out) {
        this(weights, null, out, false);
    }
}
