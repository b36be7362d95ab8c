package org.serai.engine.decoder.architecture;

/**
 * The size of a pass, which activations are allocated for.
 *
 * @param rows the most rows of a batch
 * @param outputs the most rows of a batch whose logits are asked for
 */
public record PassLimits(int rows, int outputs) {}
