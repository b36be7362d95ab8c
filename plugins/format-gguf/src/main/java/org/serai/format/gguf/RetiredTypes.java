package org.serai.format.gguf;

import java.util.Map;

/** Element types that have a number and a name, but no layout that {@link org.serai.model.TensorType} knows. */
final class RetiredTypes {
    private static final String REMOVED = "was removed from the format";
    private static final String NEW = "is newer than this reader";

    private static final Map<Long, Entry> ENTRIES = Map.ofEntries(
            Map.entry(4L, new Entry("Q4_2", REMOVED)),
            Map.entry(5L, new Entry("Q4_3", REMOVED)),
            Map.entry(31L, new Entry("Q4_0_4_4", REMOVED)),
            Map.entry(32L, new Entry("Q4_0_4_8", REMOVED)),
            Map.entry(33L, new Entry("Q4_0_8_8", REMOVED)),
            Map.entry(36L, new Entry("IQ4_NL_4_4", REMOVED)),
            Map.entry(37L, new Entry("IQ4_NL_4_8", REMOVED)),
            Map.entry(38L, new Entry("IQ4_NL_8_8", REMOVED)),
            Map.entry(40L, new Entry("NVFP4", NEW)),
            Map.entry(41L, new Entry("Q1_0", NEW)),
            Map.entry(42L, new Entry("Q2_0", NEW)));

    private record Entry(String name, String why) {}

    private RetiredTypes() {}

    /** Why a type number cannot be used, as the end of a sentence that begins with the tensor. */
    static String describe(long number) {
        Entry entry = ENTRIES.get(number);
        return entry == null
                ? "has the unknown element type number " + number
                : "has the element type " + entry.name + " (number " + number + "), which " + entry.why;
    }
}
