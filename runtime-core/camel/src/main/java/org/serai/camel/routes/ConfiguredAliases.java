package org.serai.camel.routes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The aliases that a home folder's {@code etc/} configures, for checks without a running instance. */
public final class ConfiguredAliases implements Aliases {
    private static final String PREFIX = "org.serai.alias~";
    private static final String SUFFIX = ".cfg";

    private final Path etc;

    /** @param home the Serai home */
    public ConfiguredAliases(Path home) {
        this.etc = home.resolve("etc");
    }

    @Override
    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        if (!Files.isDirectory(etc)) {
            return names;
        }
        try (Stream<Path> files = Files.list(etc)) {
            files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.startsWith(PREFIX) && name.endsWith(SUFFIX))
                    .map(name -> name.substring(PREFIX.length(), name.length() - SUFFIX.length()))
                    .forEach(names::add);
        } catch (IOException e) {
            throw new UncheckedIOException("The configuration in " + etc + " cannot be listed", e);
        }
        return names;
    }

    /** A configured alias counts as ready: whether its model can be loaded shows when the runtime starts. */
    @Override
    public Optional<String> notReady(String name) {
        return Optional.empty();
    }
}
