package org.serai.device.opencl.check;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The words after {@code serai gpu}.
 *
 * @param json true to print JSON
 * @param kinds of devices to choose from; null for those that are configured
 * @param device a part of the name of the one to use; null for what is configured
 */
record GpuOptions(
        boolean json, @Nullable String kinds, @Nullable String device) {
    private static final String JSON = "--json";
    private static final String KINDS = "--kinds=";
    private static final String DEVICE = "--device=";

    /** What the words say; empty where they make no sense. */
    static Optional<GpuOptions> parse(List<String> words) {
        if (words.isEmpty() || !words.getFirst().equals("check")) {
            return Optional.empty();
        }
        boolean json = false;
        @Nullable String kinds = null;
        @Nullable String device = null;
        for (String word : words.subList(1, words.size())) {
            if (word.equals(JSON)) {
                json = true;
            } else if (word.startsWith(KINDS)) {
                kinds = word.substring(KINDS.length());
            } else if (word.startsWith(DEVICE)) {
                device = word.substring(DEVICE.length());
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(new GpuOptions(json, kinds, device));
    }

    /** True where the device is not to be the one that the instance uses. */
    boolean choosesDevice() {
        return kinds != null || device != null;
    }
}
