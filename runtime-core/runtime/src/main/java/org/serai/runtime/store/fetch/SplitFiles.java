package org.serai.runtime.store.fetch;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The file names of a model in several parts, as llama.cpp makes them: {@code PREFIX-00001-of-00003.gguf}. */
public final class SplitFiles {
    private static final Pattern FIRST = Pattern.compile("(.+-)00001(-of-(\\d{5})\\.gguf)");

    private SplitFiles() {}

    /** The names of all parts where {@code fileName} is that of a first part; else that name alone. */
    public static List<String> names(String fileName) {
        Matcher matcher = FIRST.matcher(fileName);
        if (!matcher.matches()) {
            return List.of(fileName);
        }
        return IntStream.rangeClosed(1, Math.max(1, Integer.parseInt(matcher.group(3))))
                .mapToObj(part -> matcher.group(1) + String.format("%05d", part) + matcher.group(2))
                .toList();
    }

    /** The files of all parts where {@code file} is a first part; else that file alone. */
    public static List<Path> paths(Path file) {
        Path name = file.getFileName();
        return name == null
                ? List.of(file)
                : names(name.toString()).stream().map(file::resolveSibling).toList();
    }
}
