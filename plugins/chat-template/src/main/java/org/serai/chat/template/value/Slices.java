package org.serai.chat.template.value;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.serai.chat.template.value.Value.Bool;
import org.serai.chat.template.value.Value.Int;
import org.serai.chat.template.value.Value.None;
import org.serai.chat.template.value.Value.Sequence;
import org.serai.chat.template.value.Value.Text;
import org.serai.chat.template.value.Value.Tuple;

/** Python's {@code value[start:stop:step]}. */
public final class Slices {
    private Slices() {}

    /** The slice; empty where the value is none that can be sliced. Bounds that are {@code None} are absent. */
    public static Optional<Value> slice(Value value, Value start, Value stop, Value step, Budget budget) {
        return switch (value) {
            case Text text -> {
                int[] characters = text.text().codePoints().toArray();
                budget.scan(characters.length);
                StringBuilder part = new StringBuilder();
                for (int index : indices(characters.length, start, stop, step)) {
                    part.appendCodePoint(characters[index]);
                }
                yield Optional.of(text.with(budget.made(part.toString())));
            }
            case Sequence sequence -> {
                List<Value> part = new ArrayList<>();
                for (int index : indices(sequence.items().size(), start, stop, step)) {
                    budget.step();
                    part.add(sequence.items().get(index));
                }
                yield Optional.of(sequence instanceof Tuple ? new Tuple(part, List.of()) : new Value.Listing(part));
            }
            default -> Optional.empty();
        };
    }

    private static int[] indices(int length, Value startValue, Value stopValue, Value stepValue) {
        long step = bound(stepValue).orElse(1L);
        if (step == 0) {
            throw TemplateFailure.failed("slice step cannot be zero");
        }
        // a backward slice begins at the last element and ends before the one at -1, which does not exist
        int lowest = step > 0 ? 0 : -1;
        int highest = step > 0 ? length : length - 1;
        long start = bound(startValue)
                .map(value -> clamp(value, length, lowest, highest))
                .orElse(step > 0 ? (long) lowest : highest);
        long stop = bound(stopValue)
                .map(value -> clamp(value, length, lowest, highest))
                .orElse(step > 0 ? (long) highest : lowest);
        long span = step > 0 ? stop - start : start - stop;
        long stride = Math.abs(Math.clamp(step, -Integer.MAX_VALUE, Integer.MAX_VALUE));
        int count = span <= 0 ? 0 : (int) ((span - 1) / stride + 1);
        int[] indices = new int[count];
        for (int i = 0; i < count; i++) {
            indices[i] = (int) (start + i * (step > 0 ? stride : -stride));
        }
        return indices;
    }

    private static long clamp(long value, int length, int lowest, int highest) {
        return Math.clamp(value < 0 ? value + length : value, lowest, highest);
    }

    private static Optional<Long> bound(Value value) {
        return switch (value) {
            case None none -> Optional.empty();
            case Int integer -> Optional.of(integer.value());
            case Bool bool -> Optional.of(Numbers.integer(bool));
            default ->
                throw TemplateFailure.failed("slice indices must be integers or None or have an __index__ method");
        };
    }
}
