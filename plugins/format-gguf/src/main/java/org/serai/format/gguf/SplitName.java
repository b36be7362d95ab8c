package org.serai.format.gguf;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a part of a split model, as llama.cpp writes it: {@code PREFIX-00001-of-00003.gguf}.
 *
 * @param prefix the path before the number
 * @param count the number of parts
 */
record SplitName(Path folder, String prefix, int count) {
    private static final Pattern PATTERN = Pattern.compile("(.+)-(\\d{5})-of-(\\d{5})\\.gguf");

    /** Takes a file name apart; empty where it is not that of a part. */
    static Optional<SplitName> of(Path file) {
        Path name = file.getFileName();
        Matcher matcher = PATTERN.matcher(name == null ? "" : name.toString());
        return matcher.matches()
                ? Optional.of(
                        new SplitName(file.resolveSibling(""), matcher.group(1), Integer.parseInt(matcher.group(3))))
                : Optional.empty();
    }

    /** The file of a part, numbered from 0. */
    Path part(int index) {
        return folder.resolve(String.format("%s-%05d-of-%05d.gguf", prefix, index + 1, count));
    }
}
