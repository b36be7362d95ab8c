package org.serai.engine;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What an engine is asked to run.
 *
 * @param name the name that people use
 * @param file the model's first file; empty for a model that lives on a server
 * @param digest {@code sha256:…} of the file or files; empty only where there is no file
 * @param properties what only one kind of engine needs, such as a server's address
 * @param derived a folder, perhaps missing yet, where the engine may keep what it made of the model's files and could make
 *     again, in files whose names begin with the digest; empty to keep nothing
 */
public record ModelReference(
        String name, Optional<Path> file, String digest, Map<String, String> properties, Optional<Path> derived) {
    public ModelReference {
        properties = Map.copyOf(properties);
    }

    /** A model of which nothing is kept. */
    public ModelReference(String name, Optional<Path> file, String digest, Map<String, String> properties) {
        this(name, file, digest, properties, Optional.empty());
    }
}
