package org.serai.engine.decoder.scheduling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.serai.device.Batch;
import org.serai.device.DeviceSession;
import org.serai.device.KvCache;
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
    /** Rows of prompts that go through in one pass while others wait for their next token. */
    static final int CHUNK_BESIDE_DECODE = 128;

    /** In the place of a guess where there is none. */
    private static final int NONE = -1;

    private final DeviceSession device;
    private final Decoder decoder;
    private final KvCache cache;
    private final PagePool pool;
    private final PassLimits limits;
    private final boolean prefixCache;
    private final @Nullable Speculation speculation;
    private final float[] logits;
    private final WarmUp warmUp;

    /** The pass that is being made. */
    private final Batch batch;

    private final List<Sequence> inPass = new ArrayList<>();
    private final int[] tokens;
    private final int[] kept;
    private int keptCount;

    /**
     * @param vocabulary length of a row of logits
     * @param prefixCache true to remember the pages of prompts for others that begin alike
     * @param speculation true to guess tokens and verify the guesses where that pays
     */
    public ModelRunner(
            DeviceSession device,
            Decoder decoder,
            KvCache cache,
            PassLimits limits,
            int vocabulary,
            boolean prefixCache,
            boolean speculation) {
        this.device = device;
        this.decoder = decoder;
        this.cache = cache;
        this.pool = new PagePool(cache.shape().pageTokens(), cache.shape().pages());
        this.limits = limits;
        this.prefixCache = prefixCache;
        this.speculation = speculation ? new Speculation(System::nanoTime, limits.outputs()) : null;
        this.batch = new Batch(limits.rows());
        this.tokens = new int[limits.rows()];
        this.kept = new int[limits.outputs()];
        this.logits = new float[vocabulary];
        this.warmUp = new WarmUp(device, decoder, pool, logits, System::nanoTime);
    }

    /** How much of the KV cache a number of sequences hold. */
    SessionUsage usage(int sequences) {
        return new SessionUsage(sequences, pool.usedTokens(), pool.capacityTokens());
    }

    /** True where {@link #usage} would say the same again, which is so after most steps. */
    boolean isUsage(SessionUsage latest, int sequences) {
        return latest.busySlots() == sequences && latest.kvUsedTokens() == pool.usedTokens();
    }

    /** What makes the first passes as quick as the others, while there is nothing else to do. */
    WarmUp warmUp() {
        return warmUp;
    }

    /**
     * Feeds the latest token of each sequence, in one pass, and hands out the logits. Where guesses are verified, a sequence
     * gets several rows. As a row of this phase does not depend on others, its logits are those that the sequence would
     * have got one by one, up to the first guess that is wrong; the rows behind that are of no use, and the places of
     * their keys and values are written again.
     */
    void decode(List<Sequence> sequences) {
        beginPass();
        try {
            if (speculation != null) {
                speculation.begins();
            }
            for (int i = 0; i < sequences.size(); i++) {
                addRows(sequences.get(i), 1 + guess(sequences.get(i), sequences.size() - i - 1));
            }
            decoder.forward(Phase.DECODE, Phase.DECODE, batch, tokens, kept, keptCount, () -> false);
            handOut();
            if (speculation != null) {
                speculation.ended(batch.rows());
            }
        } catch (RuntimeException | Error e) {
            failPass(e);
        }
    }

    /** Guesses tokens of a sequence where that pays, and says how many. */
    private int guess(Sequence sequence, int sequencesBehind) {
        if (speculation == null) {
            return 0;
        }
        int rows = batch.rows() + 1 + sequencesBehind;
        int most = sequence.guesses(Math.min(Speculation.MOST, limits.outputs() - rows));
        int count = most == 0 ? 0 : speculation.length(sequence.acceptance(), rows, most);
        if (count > 0) {
            sequence.guess(count);
        }
        return count;
    }

    /**
     * Feeds the next chunk of a prompt, and of further ones where the pass has room for them.
     *
     * @param sequences in the order in which they are served
     * @param othersDecode true to keep the pass short, because others wait for their next token
     */
    void prefill(List<Sequence> sequences, boolean othersDecode) {
        beginPass();
        try {
            int room = othersDecode ? Math.min(CHUNK_BESIDE_DECODE, limits.rows()) : limits.rows();
            sequences.forEach(sequence -> sequence.takesPart(0));
            boolean manyLogits = sequences.getFirst().wantsManyLogits();
            for (Sequence sequence : sequences) {
                if (batch.rows() < room && sequence.wantsManyLogits() == manyLogits && !waits(sequence, sequences)) {
                    open(sequence);
                    addRows(sequence, Math.min(sequence.left(), room - batch.rows()));
                }
            }
            Phase keptPhase = manyLogits ? Phase.PREFILL : Phase.DECODE;
            if (decoder.forward(Phase.PREFILL, keptPhase, batch, tokens, kept, keptCount, this::allEnd)) {
                handOut();
            }
        } catch (RuntimeException | Error e) {
            failPass(e);
        }
    }

    /**
     * True where a prompt had better wait for another one to be in the cache, because that takes less than to compute what
     * both have in common.
     */
    private boolean waits(Sequence sequence, List<Sequence> others) {
        if (!prefixCache || sequence.opened()) {
            return false;
        }
        for (Sequence other : others) {
            if (other.opened()) {
                int most = Math.min(sequence.promptLength(), other.promptLength());
                int mismatch = Arrays.mismatch(sequence.tokens(), 0, most, other.tokens(), 0, most);
                int common = mismatch < 0 ? most : mismatch;
                if (common >= pool.pageTokens() && common > other.left()) {
                    return true;
                }
            }
        }
        return false;
    }

    private void open(Sequence sequence) {
        if (!sequence.opened()) {
            PageTable table = sequence.open(pool);
            int reusable = sequence.promptLength() - 1; // the last token has to go through for its logits
            if (prefixCache && reusable > 0) {
                sequence.beginBehind(
                        table.reuse(sequence.tokens(), reusable, (from, to) -> device.copyPage(cache, from, to)));
            }
        }
    }

    private void beginPass() {
        batch.clear();
        inPass.clear();
        keptCount = 0;
    }

    /** Adds rows of a sequence, fewer where the logits of many are wanted. */
    private void addRows(Sequence sequence, int most) {
        int first = sequence.fed();
        int last = sequence.length() - 1; // behind it are guesses
        int rows = sequence.wantsManyLogits() ? Math.min(most, limits.outputs() - keptCount) : most;
        inPass.add(sequence); // so that it ends with the pass where there is no page for it
        sequence.takesPart(rows);
        int[] pages = sequence.pagesFor(first + rows);
        for (int position = first; position < first + rows; position++) {
            int row = batch.rows();
            if (sequence.wantsLogits(position) || position > last) {
                kept[keptCount++] = row;
            }
            tokens[row] = sequence.tokens()[position];
            batch.add(position, pages);
        }
    }

    private boolean allEnd() {
        boolean all = true;
        for (int i = 0; i < inPass.size(); i++) {
            all &= inPass.get(i).endsNow();
        }
        return all;
    }

    private void failPass(Throwable cause) {
        inPass.forEach(sequence -> sequence.failed(cause));
    }

    /** Tells each sequence that its rows have gone through, and gives it the logits of those that were kept. */
    private void handOut() {
        Tensor all = keptCount > 0 ? decoder.logits() : null;
        int row = 0;
        int output = 0;
        for (int i = 0; i < inPass.size(); i++) {
            Sequence sequence = inPass.get(i);
            int end = row + sequence.passRows();
            int guesses = sequence.inPrefill() ? 0 : sequence.passRows() - 1;
            int firstGuess = sequence.fed() + 1;
            boolean certain = true;
            for (; row < end; row++) {
                boolean hasLogits = all != null && output < keptCount && kept[output] == row;
                if (certain && !sequence.ended()) {
                    int position = sequence.fed();
                    int guess = row + 1 < end ? sequence.tokens()[position + 1] : NONE;
                    sequence.advance(1);
                    if (all != null && hasLogits) {
                        device.read(all, output, logits);
                        accept(sequence, position);
                    }
                    certain = guess == NONE || sequence.tokens()[position + 1] == guess;
                }
                output += hasLogits ? 1 : 0;
            }
            if (guesses > 0) {
                int right = sequence.fed() - firstGuess;
                sequence.acceptance().guessed(right, right < guesses);
            }
        }
    }

    /** A sequence that cannot make use of its logits fails alone. */
    private void accept(Sequence sequence, int position) {
        try {
            sequence.accept(position, logits);
        } catch (RuntimeException | Error e) {
            sequence.failed(e);
            return;
        }
        if (prefixCache && position == sequence.promptLength() - 1) {
            sequence.offerPrompt();
        }
    }
}
