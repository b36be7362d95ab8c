package org.serai.engine.decoder.architecture;

import java.util.function.BooleanSupplier;
import org.serai.device.Batch;
import org.serai.device.Phase;
import org.serai.device.Tensor;

/** A resident model. Used by the thread that uses its device session. */
public interface Decoder {
    /**
     * Feeds a batch: stores the keys and values of its rows, and keeps the final hidden states of some of them for
     * {@link #logits}.
     *
     * @param keptPhase the kind of pass that what is computed for the kept rows alone belongs to: few of them cost little in the
     *     form for few rows, which rounds less
     * @param tokens the token of each row
     * @param kept rows of the batch, rising
     * @param count how many of {@code kept} count, possibly none
     * @param interrupted asked between layers, because a pass of many rows takes long: true ends the pass
     * @return false where it was interrupted; the cache then holds nothing of use for these rows
     */
    boolean forward(
            Phase phase,
            Phase keptPhase,
            Batch batch,
            int[] tokens,
            int[] kept,
            int count,
            BooleanSupplier interrupted);

    /**
     * Computes the logits of the rows that the last {@link #forward} kept.
     *
     * @return {@code count × vocabulary}, overwritten by the next call
     */
    Tensor logits();
}
