package org.serai.runtime.alias;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.serai.error.SeraiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an alias returns to where its configuration was changed while the process was away, and cannot be served: the version
 * that took effect last.
 */
final class LastGood {
    private static final Logger LOG = LoggerFactory.getLogger(LastGood.class);

    private LastGood() {}

    /**
     * The version to return to; empty where there is none, or where it is what failed.
     *
     * @param versions all that took effect, the last one at the end
     * @param failed what cannot be served; null where the configuration says nothing that could be
     */
    static Optional<Goal> of(String alias, List<AliasVersion> versions, @Nullable Goal failed) {
        if (versions.isEmpty()) {
            return Optional.empty();
        }
        AliasVersion last = versions.getLast();
        if (failed != null && failed.content().values().equals(last.values())) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Goal(
                    AliasSettingsParser.parse(alias, new TreeMap<>(last.values())),
                    new AliasContent(
                            last.values(),
                            last.text(),
                            failed == null ? Optional.empty() : failed.content().file())));
        } catch (SeraiException e) {
            LOG.warn("Alias {} cannot return to version {}: {}", alias, last.number(), e.getMessage());
            return Optional.empty();
        }
    }
}
