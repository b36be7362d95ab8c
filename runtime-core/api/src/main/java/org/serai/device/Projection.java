package org.serai.device;

import org.jspecify.annotations.Nullable;

/**
 * One matrix product: {@code out = x · weightsᵀ + bias}, or {@code out += …}.
 *
 * @param weights {@code outColumns × inColumns}
 * @param bias one row of {@code outColumns}, or null
 * @param out receives the result
 * @param accumulate true to add to what is in {@code out}
 * @param sensitive true where errors weigh more than elsewhere, as in keys and values, which every later token reads again: a
 *     device that rounds activations rounds less for them
 */
public record Projection(Weights weights, @Nullable Weights bias, Tensor out, boolean accumulate, boolean sensitive) {
    public Projection(Weights weights, Tensor out) {
        this(weights, null, out, false);
    }

    public Projection(Weights weights, @Nullable Weights bias, Tensor out, boolean accumulate) {
        this(weights, bias, out, accumulate, false);
    }

    /** The same, where errors weigh more. */
    public Projection asSensitive() {
        return new Projection(weights, bias, out, accumulate, true);
    }
}
