package org.serai.launcher.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A document of the demo.
 *
 * @param kind the folder that it belongs to, such as {@code letters}
 * @param file where the distribution keeps it
 */
record Sample(String kind, Path file) {
    /** All samples: {@code documents/KIND/FILE}, in the order of their names. */
    static List<Sample> in(Path documents) throws IOException {
        try (Stream<Path> files = Files.find(documents, 2, (path, attributes) -> attributes.isRegularFile())) {
            return files.sorted()
                    .map(file ->
                            new Sample(documents.relativize(file).getName(0).toString(), file))
                    .toList();
        }
    }

    String name() {
        return file.getFileName().toString();
    }

    /** The form in which people see it. */
    String title() {
        return kind + "/" + name();
    }
}
