package org.serai.engine.decoder.scheduling;

import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.serai.device.Batch;
import org.serai.device.DeviceSession;
import org.serai.device.Phase;
import org.serai.engine.decoder.architecture.Decoder;

/**
 * Sends made-up tokens through the model, so that the code of a device is compiled and its memory is there when the first
 * request comes. Ends when that does not make it quicker any more, and after some seconds at the latest.
 */
final class WarmUp {
    /** Rows of the made-up prompt: enough for the forms that are made for many. */
    private static final int ROWS = 64;

    /** Tokens that are decoded behind it. */
    private static final int DECODED = 24;

    private static final long LONGEST_NANOS = 15_000_000_000L;

    /** Rounds in a row that bring nothing. */
    private static final int ENOUGH = 3;

    /** The part of the quickest round so far that a round takes which brings something. */
    private static final double QUICKER = 0.9;

    private final DeviceSession device;
    private final Decoder decoder;
    private final PagePool pool;
    private final LongSupplier nanoTime;
    private final float[] logits;
    private final Batch batch = new Batch(ROWS);
    private final int[] tokens = new int[ROWS];
    private final int[] kept = new int[1];
    private long spent;
    private long quickest = Long.MAX_VALUE;
    private int idle;

    /** @param logits a row of logits, overwritten */
    WarmUp(DeviceSession device, Decoder decoder, PagePool pool, float[] logits, LongSupplier nanoTime) {
        this.device = device;
        this.decoder = decoder;
        this.pool = pool;
        this.logits = logits;
        this.nanoTime = nanoTime;
    }

    /** How long it took so far. */
    long nanos() {
        return spent;
    }

    /**
     * Goes on until it is interrupted or at the end of a round.
     *
     * @param interrupted true to end soon, because there is work to do
     * @return true where another round may make it quicker
     */
    boolean round(BooleanSupplier interrupted) {
        int rows = (int) Math.min(ROWS, pool.capacityTokens() - 1);
        PageTable table = new PageTable(pool, rows + 1);
        long began = nanoTime.getAsLong();
        boolean whole;
        try {
            table.reserve(rows + 1);
            whole = rows > 0 && passes(rows, table.pages(), interrupted);
        } finally {
            table.release();
        }
        long took = nanoTime.getAsLong() - began;
        spent += took;
        if (whole) {
            idle = took < QUICKER * quickest ? 0 : idle + 1;
            quickest = Math.min(quickest, took);
        }
        return idle < ENOUGH && spent < LONGEST_NANOS;
    }

    private boolean passes(int rows, int[] pages, BooleanSupplier interrupted) {
        batch.clear();
        for (int row = 0; row < rows; row++) {
            tokens[row] = row % logits.length;
            batch.add(row, pages);
        }
        boolean going = pass(Phase.PREFILL, interrupted);
        for (int i = 0; i < DECODED && going; i++) {
            batch.clear();
            batch.add(rows, pages);
            going = pass(Phase.DECODE, interrupted);
        }
        return going;
    }

    private boolean pass(Phase phase, BooleanSupplier interrupted) {
        kept[0] = batch.rows() - 1;
        boolean whole = decoder.forward(phase, Phase.DECODE, batch, tokens, kept, 1, interrupted);
        if (whole) {
            device.read(decoder.logits(), 0, logits);
        }
        return whole && !interrupted.getAsBoolean();
    }
}
