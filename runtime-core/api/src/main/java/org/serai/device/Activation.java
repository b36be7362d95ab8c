package org.serai.device;

/** The non-linear function of a gated feed-forward layer. */
public enum Activation {
    /** {@code x / (1 + exp(-x))}. */
    SILU,
    /** {@code x/2 · (1 + tanh(√(2/π) · (x + 0.044715·x³)))}. */
    GELU_TANH
}
