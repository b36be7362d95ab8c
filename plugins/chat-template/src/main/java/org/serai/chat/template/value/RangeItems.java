package org.serai.chat.template.value;

import java.util.AbstractList;
import java.util.Objects;
import java.util.RandomAccess;

/** The numbers from a start to before a stop, with a step that is not 0. */
final class RangeItems extends AbstractList<Value> implements RandomAccess {
    private final long start;
    private final long step;
    private final int size;

    RangeItems(int start, int stop, int step) {
        long span = step > 0 ? (long) stop - start : (long) start - stop;
        this.start = start;
        this.step = step;
        this.size = (int) (span <= 0 ? 0 : Math.min(Integer.MAX_VALUE, (span - 1) / Math.abs((long) step) + 1));
    }

    @Override
    public Value get(int index) {
        return Value.of(start + Objects.checkIndex(index, size) * step);
    }

    @Override
    public int size() {
        return size;
    }
}
