package org.serai.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.serai.error.SeraiException;

/**
 * The bundles of the distribution: {@code system/NN/*.jar}, where NN is the start level.
 *
 * @param jar the bundle's file
 * @param startLevel when it starts
 */
record SystemBundle(Path jar, int startLevel) {
    /**
     * All bundles, in the order in which they are installed.
     *
     * @throws SeraiException where there are none
     */
    static List<SystemBundle> in(Path system) {
        try (Stream<Path> jars =
                Files.find(system, 2, (path, attributes) -> path.toString().endsWith(".jar"))) {
            List<SystemBundle> bundles =
                    jars.sorted().map(jar -> of(system, jar)).toList();
            if (bundles.isEmpty()) {
                throw new IOException("no bundle in it");
            }
            return bundles;
        } catch (IOException | NumberFormatException e) {
            throw new SeraiException(
                    LauncherErrors.INSTALLATION_DAMAGED,
                    "The folder " + system + " does not hold the bundles of Serai (" + e + "): unpack the distribution"
                            + " again.",
                    e);
        }
    }

    private static SystemBundle of(Path system, Path jar) {
        return new SystemBundle(
                jar, Integer.parseInt(system.relativize(jar).getName(0).toString()));
    }
}
