package org.serai.it.endtoend.docs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** The sources of the tests of all modules. */
final class TestClasses {
    static final Path CHECKOUT = Path.of("../..").toAbsolutePath().normalize();

    private TestClasses() {}

    /** A test of that simple or full name is there, and names the page: whoever changes one finds the other. */
    static void assertSpeaksOf(String testClass, Path page) throws IOException {
        String file = testClass.replace('.', '/') + ".java";
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(CHECKOUT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                String name = String.valueOf(folder.getFileName());
                return name.equals("target") || name.startsWith(".")
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path source, BasicFileAttributes attributes) {
                if (source.endsWith(file) && source.toString().contains("/src/test/java/")) {
                    found.add(source);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        assertTrue(!found.isEmpty(), () -> "There is no test " + testClass);
        String name = String.valueOf(page.getFileName());
        for (Path source : found) {
            if (Files.readString(source).contains(name)) {
                return;
            }
        }
        throw new AssertionError(found + " does not speak of " + name);
    }
}
