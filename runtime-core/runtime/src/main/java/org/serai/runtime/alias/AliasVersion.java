package org.serai.runtime.alias;

import java.time.Instant;
import java.util.Map;

/**
 * A configuration of an alias that took effect.
 *
 * @param number counts them, from 1
 * @param since when it took effect
 * @param values what it says, by key
 * @param text as it stood in the file
 */
record AliasVersion(int number, Instant since, Map<String, String> values, String text) {
    AliasVersion {
        values = Map.copyOf(values);
    }
}
