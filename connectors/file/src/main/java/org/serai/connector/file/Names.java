package org.serai.connector.file;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Names that are free: {@code letter.txt}, then {@code letter-2.txt}, {@code letter-3.txt} … */
final class Names {
    private Names() {}

    /** The n-th form of a name, from 1. */
    static Path numbered(Path path, int n) {
        if (n == 1) {
            return path;
        }
        String name = path.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot <= 0
                ? path.resolveSibling(name + "-" + n)
                : path.resolveSibling(name.substring(0, dot) + "-" + n + name.substring(dot));
    }

    /** The first form of a name for which no file has any of the suffixes. */
    static Path free(Path path, List<String> suffixes) {
        return Stream.iterate(1, n -> n + 1)
                .map(n -> numbered(path, n))
                .filter(candidate -> suffixes.stream().noneMatch(suffix -> Files.exists(with(candidate, suffix))))
                .findFirst()
                .orElseThrow();
    }

    static Path with(Path path, String suffix) {
        return path.resolveSibling(path.getFileName() + suffix);
    }
}
