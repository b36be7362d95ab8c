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
 */
public record ModelReference(String name, Optional<Path> file, String digest, Map<String, String> properties) {
    public ModelReference {
        properties = Map.copyOf(properties);
    }
}
