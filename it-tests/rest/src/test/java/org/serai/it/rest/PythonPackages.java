package org.serai.it.rest;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A folder with a Python package and what it needs, fetched once by pip and kept in the cache. */
final class PythonPackages {
    private final Path folder;

    private PythonPackages(Path folder) {
        this.folder = folder;
    }

    /** Fetches a package; where pip cannot get it, the test that asks for it is skipped and says so. */
    static PythonPackages of(String requirement) throws IOException, InterruptedException {
        Path folder = cache().resolve("python").resolve(requirement.replace("==", "-"));
        if (!Files.isDirectory(folder)) {
            fetch(requirement, folder);
        }
        return new PythonPackages(folder);
    }

    private static void fetch(String requirement, Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder.resolveSibling(""));
        Path work = Files.createTempDirectory(folder.resolveSibling(""), ".fetch");
        Program.Outcome pip = Program.run(
                Map.of(),
                List.of("python3", "-m", "pip", "install", "--quiet", "--target", work.toString(), requirement));
        assumeTrue(pip.status() == 0, () -> "pip could not fetch " + requirement + ":\n" + pip.output());
        try {
            Files.move(work, folder);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            // another build was faster
        }
    }

    private static Path cache() {
        String configured = System.getenv("XDG_CACHE_HOME");
        Path base = configured != null && !configured.isBlank()
                ? Path.of(configured)
                : Path.of(System.getProperty("user.home"), ".cache");
        return base.resolve("serai");
    }

    /** Runs a module of the package as a program. */
    Program.Outcome module(String name, List<String> words) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("python3", "-m", name));
        line.addAll(words);
        return Program.run(Map.of("PYTHONPATH", folder.toString()), line);
    }

    /** Runs a program with the package at hand. */
    Program.Outcome run(Path program, Map<String, String> environment) throws IOException, InterruptedException {
        Map<String, String> all = new HashMap<>(environment);
        all.put("PYTHONPATH", folder.toString());
        return Program.run(all, List.of("python3", program.toString()));
    }
}
