package org.serai.format.gguf;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.serai.error.SeraiException;
import org.serai.model.ModelMetadata;

/**
 * Finds and checks the parts of a model. Each part is a GGUF file of its own that says by {@code split.no},
 * {@code split.count} and {@code split.tensors.count} which one it is; the metadata of the model is in the first.
 */
final class SplitModel {
    private static final String NUMBER = "split.no";
    private static final String COUNT = "split.count";
    private static final String TENSORS = "split.tensors.count";

    private SplitModel() {}

    /** All parts of the model that begins with {@code first}: that one alone where it is not split. */
    static List<MappedPart> parts(MappedPart first, Arena arena) {
        ModelMetadata metadata = first.header().metadata();
        long count = metadata.integer(COUNT).orElse(1);
        if (count == 0 || count == 1) {
            return List.of(first);
        }
        SplitName names = checkedName(first, count, metadata.integer(NUMBER).orElse(0));
        List<MappedPart> parts = new ArrayList<>();
        parts.add(first);
        for (int i = 1; i < count; i++) {
            MappedPart part = MappedPart.open(names.part(i), arena, GgufErrors.PART_MISSING);
            checkPart(part, i, count);
            parts.add(part);
        }
        checkTensorCount(parts, metadata.integer(TENSORS));
        return parts;
    }

    private static SplitName checkedName(MappedPart first, long count, long number) {
        SplitName names = SplitName.of(first.path())
                .filter(name -> name.count() == count)
                .orElseThrow(() -> new SeraiException(
                        GgufErrors.PARTS_DIFFER,
                        first.path() + " is one of " + count
                                + " parts of a model, but its name does not end in -0000i-of-"
                                + String.format("%05d", count)
                                + ".gguf, so the others cannot be found: give all parts their"
                                + " original names"));
        if (number != 0) {
            throw new SeraiException(
                    GgufErrors.NOT_FIRST_PART,
                    first.path() + " is part " + (number + 1) + " of " + count + " of a model; open the first part, "
                            + names.part(0));
        }
        if (!names.part(0).equals(first.path())) {
            throw new SeraiException(
                    GgufErrors.PARTS_DIFFER,
                    first.path() + " says that it is part 1 of " + count
                            + ", but its name says otherwise: give all parts" + " their original names");
        }
        return names;
    }

    private static void checkPart(MappedPart part, int index, long count) {
        ModelMetadata metadata = part.header().metadata();
        OptionalLong number = metadata.integer(NUMBER);
        OptionalLong total = metadata.integer(COUNT);
        if (number.orElse(-1) != index || total.orElse(-1) != count) {
            throw new SeraiException(
                    GgufErrors.PARTS_DIFFER,
                    part.path() + " should be part " + (index + 1) + " of " + count + ", but its header says "
                            + NUMBER + " = " + show(number) + " (from 0) and " + COUNT + " = " + show(total)
                            + ": the parts are of different models, fetch them again");
        }
    }

    private static String show(OptionalLong value) {
        return value.isPresent() ? Long.toString(value.getAsLong()) : "nothing";
    }

    private static void checkTensorCount(List<MappedPart> parts, OptionalLong expected) {
        long found =
                parts.stream().mapToLong(part -> part.header().tensors().size()).sum();
        if (expected.isPresent() && expected.getAsLong() != found) {
            throw new SeraiException(
                    GgufErrors.PARTS_DIFFER,
                    parts.getFirst().path() + " announces " + expected.getAsLong() + " tensors in all " + parts.size()
                            + " parts, but they hold " + found
                            + ": the parts are of different models, fetch them again");
        }
    }
}
