package org.serai.it.rest;

import java.nio.file.Path;

/** Where the machine keeps models of its users. */
final class Models {
    private Models() {}

    /** The store that tests share with whoever works in this checkout. */
    static Path store() {
        String configured = System.getenv("SERAI_MODELS");
        if (configured != null && !configured.isBlank()) {
            return Path.of(configured);
        }
        String cache = System.getenv("XDG_CACHE_HOME");
        Path base =
                cache != null && !cache.isBlank() ? Path.of(cache) : Path.of(System.getProperty("user.home"), ".cache");
        return base.resolve("serai/models");
    }
}
