package org.serai.camel.routes;

import java.util.Optional;
import java.util.Set;

/** What route files may know about aliases. */
public interface Aliases {
    /** The names of all configured aliases. */
    Set<String> names();

    /** Why requests to the alias, which is configured, would be refused; empty where they would be served. */
    Optional<String> notReady(String name);
}
