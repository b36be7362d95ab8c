package org.serai.engine.decoder.scheduling;

import java.util.List;
import org.serai.device.Batch;
import org.serai.device.DeviceSession;
import org.serai.device.KvShape;
import org.serai.device.Phase;
import org.serai.device.Tensor;
import org.serai.engine.SessionUsage;
import org.serai.engine.decoder.architecture.Decoder;
import org.serai.engine.decoder.architecture.PassLimits;

/**
 * Sends sequences through the model. A failing pass ends the sequences that were in it, with the cause, and no other.
 * Used by the scheduler's thread.
 */
public final class ModelRunner {
    /** Rows of a prompt that go through in one pass while others wait for their next token. */
    private static final int CHUNK_BESIDE_DECODE = 128;

    private final DeviceSession device;
    private final Decoder decoder;
    private final PagePool pool;
    private final PassLimits limits;
    private final Batch batch;
    private final int[] tokens;
    private final int[] kept;
    private final float[] logits;

    /** @param vocabulary length of a row of logits */
    public ModelRunner(DeviceSession device, Decoder decoder, KvShape cache, PassLimits limits, int vocabulary) {
        this.device = device;
        this.decoder = decoder;
        this.pool = new PagePool(cache.pageTokens(), cache.pages());
        this.limits = limits;
        this.batch = new Batch(limits.rows());
        this.tokens = new int[limits.rows()];
        this.kept = new int[limits.outputs()];
        this.logits = new float[vocabulary];
    }

    /** How much of the KV cache a number of sequences hold. */
    SessionUsage usage(int sequences) {
        return new SessionUsage(sequences, pool.usedTokens(), pool.capacityTokens());
    }

    /** Feeds the latest token of each sequence, in one pass, and hands out the logits. */
    void decode(List<Sequence> sequences) {
        try {
            batch.clear();
            for (int row = 0; row < sequences.size(); row++) {
                Sequence sequence = sequences.get(row);
                addRow(sequence, sequence.fed(), sequence.pagesFor(sequence.fed() + 1, pool));
                kept[row] = row;
            }
            decoder.forward(Phase.DECODE, batch, tokens, kept, sequences.size(), () -> false);
            Tensor all = decoder.logits(Phase.DECODE);
            for (int row = 0; row < sequences.size(); row++) {
                Sequence sequence = sequences.get(row);
                device.read(all, row, logits);
                int position = sequence.fed();
                sequence.advance(1);
                accept(sequence, position);
            }
        } catch (RuntimeException | Error e) {
            sequences.forEach(sequence -> sequence.failed(e));
        }
    }

    /**
     * Feeds the next chunk of a sequence.
     *
     * @param othersDecode true to keep the chunk short, because others wait for their next token
     */
    void prefill(Sequence sequence, boolean othersDecode) {
        try {
            int first = sequence.fed();
            int rows = Math.min(sequence.length() - first, chunk(sequence, othersDecode));
            int[] pages = sequence.pagesFor(first + rows, pool);
            batch.clear();
            int outputs = 0;
            for (int row = 0; row < rows; row++) {
                if (sequence.wantsLogits(first + row)) {
                    kept[outputs++] = row;
                }
                addRow(sequence, first + row, pages);
            }
            if (!decoder.forward(Phase.PREFILL, batch, tokens, kept, outputs, sequence::endsNow)) {
                return;
            }
            sequence.advance(rows);
            if (outputs > 0) {
                hearOutputs(sequence, first, outputs);
            }
        } catch (RuntimeException | Error e) {
            sequence.failed(e);
        }
    }

    private void hearOutputs(Sequence sequence, int first, int outputs) {
        // The product with the vocabulary is the largest of all, so a single row takes the form made for few rows.
        Tensor all = decoder.logits(sequence.wantsManyLogits() ? Phase.PREFILL : Phase.DECODE);
        for (int i = 0; i < outputs && !sequence.ended(); i++) {
            device.read(all, i, logits);
            accept(sequence, first + kept[i]);
        }
    }

    private int chunk(Sequence sequence, boolean othersDecode) {
        int rows = othersDecode ? Math.min(CHUNK_BESIDE_DECODE, limits.rows()) : limits.rows();
        return sequence.wantsManyLogits() ? Math.min(rows, limits.outputs()) : rows;
    }

    private void addRow(Sequence sequence, int position, int[] pages) {
        tokens[batch.rows()] = sequence.tokens()[position];
        batch.add(position, pages);
    }

    /** A sequence that cannot make use of its logits fails alone. */
    private void accept(Sequence sequence, int position) {
        try {
            sequence.accept(position, logits);
        } catch (RuntimeException | Error e) {
            sequence.failed(e);
        }
    }
}
