package org.serai.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.serai.error.SeraiException;

/**
 * Where an instance lives. The installation (programs, bundles, samples) is only read; the home (configuration, routes,
 * plug-ins, data) belongs to one instance. They are the same folder unless {@code SERAI_HOME} says otherwise.
 *
 * @param installation the unpacked distribution
 * @param directory the home
 * @param models the model store, which several homes may share
 */
record Home(Path installation, Path directory, Path models) {
    /** Reads {@code SERAI_HOME} and {@code SERAI_MODELS}; a relative path is relative to the working directory. */
    static Home of(Path installation, Map<String, String> environment) {
        Path install = installation.toAbsolutePath().normalize();
        Path directory = folder(environment.getOrDefault("SERAI_HOME", ""), install);
        return new Home(
                install, directory, folder(environment.getOrDefault("SERAI_MODELS", ""), directory.resolve("models")));
    }

    private static Path folder(String configured, Path otherwise) {
        return configured.isBlank()
                ? otherwise
                : Path.of(configured).toAbsolutePath().normalize();
    }

    Path etc() {
        return directory.resolve("etc");
    }

    Path routes() {
        return directory.resolve("routes");
    }

    Path plugins() {
        return directory.resolve("plugins");
    }

    Path cache() {
        return directory.resolve("data/cache");
    }

    Path logs() {
        return directory.resolve("data/log");
    }

    /** What a running process leaves for others to find it: lock, socket, the line it printed when it was ready. */
    Path run() {
        return directory.resolve("data/run");
    }

    Path lockFile() {
        return run().resolve("serai.lock");
    }

    Path readyFile() {
        return run().resolve("ready");
    }

    Path logFile() {
        return logs().resolve("serai.log");
    }

    /** What a process in the background writes to its standard output and error. */
    Path consoleFile() {
        return logs().resolve("console.log");
    }

    /**
     * Makes the folders that are missing. Before the first start in a home, {@code etc/} gets the default files of the
     * installation that are not there; later, a file that the user removed stays away.
     *
     * @throws SeraiException where a folder cannot be made or written
     */
    void prepare() {
        if (directory.toString().contains(",")) {
            throw new SeraiException(
                    LauncherErrors.HOME_UNUSABLE,
                    "The home folder '" + directory + "' has a comma in its name, which separates folders in the"
                            + " framework's configuration: choose another folder with SERAI_HOME.");
        }
        boolean first = !Files.exists(run());
        for (Path folder : List.of(etc(), routes(), plugins(), models, cache(), logs(), run())) {
            try {
                Files.createDirectories(folder);
            } catch (IOException e) {
                throw unusable(folder, e);
            }
            if (!Files.isWritable(folder)) {
                throw unusable(folder, null);
            }
        }
        if (first) {
            copyDefaults();
        }
    }

    /** Files with {@code ~} in their names, such as aliases, are no defaults: they belong to the home that they are in. */
    private void copyDefaults() {
        Path defaults = installation.resolve("etc");
        try (Stream<Path> files = Files.list(defaults)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().contains("~"))
                    .toList()) {
                Path copy = etc().resolve(file.getFileName());
                if (!Files.exists(copy)) {
                    Files.copy(file, copy);
                }
            }
        } catch (IOException e) {
            throw unusable(etc(), e);
        }
    }

    private static SeraiException unusable(Path folder, @Nullable IOException cause) {
        return new SeraiException(
                LauncherErrors.HOME_UNUSABLE,
                "The folder " + folder + " cannot be written by user '" + System.getProperty("user.name") + "'"
                        + (cause == null ? "" : " (" + cause + ")")
                        + ": change its owner or permissions, or choose another home with SERAI_HOME.",
                cause);
    }
}
