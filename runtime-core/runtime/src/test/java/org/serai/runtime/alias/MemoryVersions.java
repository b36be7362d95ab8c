package org.serai.runtime.alias;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Versions that last as long as a test. */
class MemoryVersions implements VersionBook {
    private final Map<String, List<AliasVersion>> known = new ConcurrentHashMap<>();

    @Override
    public List<AliasVersion> versions(String alias) {
        return List.copyOf(known.getOrDefault(alias, List.of()));
    }

    @Override
    public int note(String alias, AliasContent content, Instant now) {
        List<AliasVersion> versions = known.computeIfAbsent(alias, key -> new ArrayList<>());
        if (versions.isEmpty() || !versions.getLast().values().equals(content.values())) {
            versions.add(new AliasVersion(versions.size() + 1, now, content.values(), content.text()));
        }
        return versions.getLast().number();
    }
}
