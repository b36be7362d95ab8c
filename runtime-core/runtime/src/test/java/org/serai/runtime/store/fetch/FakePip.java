package org.serai.runtime.store.fetch;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A program that answers as pip does, and has its packages in a folder. */
final class FakePip {
    private final Path packages;
    private final Path calls;
    private final Path script;

    FakePip(Path folder) throws IOException {
        packages = Files.createDirectories(folder.resolve("packages"));
        calls = folder.resolve("calls");
        script = Files.writeString(folder.resolve("pip.sh"), """
                if [ "$1" = --version ]; then echo 'pip 99 (a fake)'; exit 0; fi
                while [ $# -gt 1 ]; do
                  if [ "$1" = --dest ]; then dest="$2"; fi
                  shift
                done
                echo "$1 $TMPDIR" >> '%s'
                if [ ! -f "%s/$1.whl" ]; then
                  echo "ERROR: No matching distribution found for $1" >&2
                  exit 1
                fi
                cp "%s/$1.whl" "$dest/package.whl"
                """.formatted(calls, packages, packages));
    }

    /** Offers a package whose wheel holds these files. */
    FakePip offer(String requirement, Map<String, byte[]> entries) throws IOException {
        try (OutputStream out = Files.newOutputStream(packages.resolve(requirement + ".whl"));
                ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        }
        return this;
    }

    /** Offers a package whose wheel is damaged. */
    FakePip offerDamaged(String requirement) throws IOException {
        Files.write(packages.resolve(requirement + ".whl"), TestFiles.noise(100));
        return this;
    }

    PipCommand command() {
        return new PipCommand(List.of(List.of("no-such-program"), List.of("sh", script.toString())));
    }

    /** The requirements that were asked for, in order. */
    List<String> requirements() throws IOException {
        return Files.exists(calls)
                ? Files.readAllLines(calls).stream()
                        .map(line -> line.substring(0, line.indexOf(' ')))
                        .toList()
                : List.of();
    }

    /** The folders for temporary files that it was told. */
    List<Path> temporaryFolders() throws IOException {
        return Files.readAllLines(calls).stream()
                .map(line -> Path.of(line.substring(line.indexOf(' ') + 1)))
                .toList();
    }
}
