package org.serai.runtime.store;

import java.io.PrintStream;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.serai.runtime.store.fetch.Progress;
import org.serai.runtime.store.fetch.Sizes;

/**
 * Shows progress: on a terminal as one line that is drawn again and again, with bar, rate and time left; elsewhere as a
 * plain line now and then.
 */
final class ProgressDisplay implements Progress {
    private static final long REDRAW_NANOS = Duration.ofMillis(200).toNanos();
    private static final long PLAIN_NANOS = Duration.ofSeconds(10).toNanos();
    private static final int BAR_CELLS = 24;
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintStream out;
    private final boolean terminal;
    private final LongSupplier nanoTime;
    private String what = "";
    private long total = UNKNOWN;
    private long done;
    private long startDone;
    private long startNanos;
    private long shownNanos;

    /**
     * @param out where to show it
     * @param terminal true where a person watches
     * @param nanoTime a clock as {@link System#nanoTime()}
     */
    ProgressDisplay(PrintStream out, boolean terminal, LongSupplier nanoTime) {
        this.out = out;
        this.terminal = terminal;
        this.nanoTime = nanoTime;
    }

    @Override
    public void begin(String what, long done, long total) {
        this.what = what;
        this.total = total;
        this.done = done;
        this.startDone = done;
        this.startNanos = nanoTime.getAsLong();
        show();
    }

    @Override
    public void advanceTo(long done) {
        this.done = done;
        if (nanoTime.getAsLong() - shownNanos >= (terminal ? REDRAW_NANOS : PLAIN_NANOS)) {
            show();
        }
    }

    @Override
    public void end() {
        show();
        if (terminal) {
            out.println();
        }
    }

    @Override
    public void note(String line) {
        out.println(terminal ? CLEAR_LINE + line : line);
    }

    private void show() {
        shownNanos = nanoTime.getAsLong();
        if (terminal) {
            out.print(CLEAR_LINE + line());
            out.flush();
        } else {
            out.println(line());
        }
    }

    private String line() {
        StringBuilder line = new StringBuilder(what).append("  ");
        if (total > 0) {
            double share = Math.min(1, (double) done / total);
            if (terminal) {
                int filled = (int) (share * BAR_CELLS);
                line.append('[')
                        .repeat('#', filled)
                        .repeat('.', BAR_CELLS - filled)
                        .append("] ");
            }
            line.append((int) (100 * share)).append("%  ");
        }
        line.append(Sizes.bytes(done));
        if (total > 0) {
            line.append(" of ").append(Sizes.bytes(total));
        }
        return line.append(rate()).toString();
    }

    private String rate() {
        double seconds = (double) (shownNanos - startNanos) / 1e9;
        if (seconds < 0.5 || done <= startDone) {
            return "";
        }
        double perSecond = (double) (done - startDone) / seconds;
        String rate = "  " + Sizes.bytes(Math.round(perSecond)) + "/s";
        return total > done
                ? rate + "  " + Sizes.seconds(Math.round((double) (total - done) / perSecond)) + " left"
                : rate;
    }
}
