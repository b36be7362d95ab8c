package org.serai.it.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * A bundle of the distribution that lies in the folder {@code plugins} of a home, where it can be taken away, put back and
 * replaced while the instance runs.
 */
public final class PluginBundle {
    private final Path kept;
    private final Path place;

    private PluginBundle(Path kept, Path place) {
        this.kept = kept;
        this.place = place;
    }

    /** Copies the distribution, without some of its bundles. */
    public static Path distributionWithout(Path copy, List<String> bundles) throws IOException {
        Path original = SeraiHome.distribution();
        try (Stream<Path> files = Files.walk(original)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (bundles.stream().noneMatch(name::startsWith)) {
                    Files.copy(
                            file,
                            copy.resolve(original.relativize(file).toString()),
                            StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
        return copy;
    }

    /** The bundle of that name, which is started as soon as an instance runs in the home. */
    public static PluginBundle in(SeraiHome home, String bundle) throws IOException {
        try (Stream<Path> files = Files.walk(SeraiHome.distribution().resolve("system"))) {
            Path jar = files.filter(file -> file.getFileName().toString().startsWith(bundle))
                    .findFirst()
                    .orElseThrow();
            PluginBundle plugin = new PluginBundle(jar, home.path("plugins/" + bundle + ".jar"));
            plugin.put();
            return plugin;
        }
    }

    /** Stops the bundle and takes it away. */
    public void remove() {
        try {
            Files.delete(place);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts the bundle there and starts it; where it is there, it is updated. */
    public void put() {
        try {
            Path work = place.resolveSibling("../data/" + place.getFileName()).normalize();
            Files.copy(kept, work, StandardCopyOption.REPLACE_EXISTING);
            Files.setLastModifiedTime(work, FileTime.from(Instant.now()));
            Files.move(work, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
