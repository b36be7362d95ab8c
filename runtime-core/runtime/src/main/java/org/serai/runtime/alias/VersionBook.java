package org.serai.runtime.alias;

import java.time.Instant;
import java.util.List;

/** Remembers the configurations of aliases that took effect, over restarts. Thread-safe. */
interface VersionBook {
    /** The versions of an alias, oldest first; the last one is or was in effect. */
    List<AliasVersion> versions(String alias);

    /**
     * Notes that a configuration took effect.
     *
     * @return its number: that of the last one where it says the same, else the next
     */
    int note(String alias, AliasContent content, Instant now);
}
