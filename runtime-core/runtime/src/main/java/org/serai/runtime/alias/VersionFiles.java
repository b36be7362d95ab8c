package org.serai.runtime.alias;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.serai.runtime.text.WholeFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The versions of each alias in a JSON file of a folder. Where it cannot be written, versions last as long as the process. */
final class VersionFiles implements VersionBook {
    private static final Logger LOG = LoggerFactory.getLogger(VersionFiles.class);
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final int KEPT = 20;

    private final Path folder;
    private final Map<String, List<AliasVersion>> known = new ConcurrentHashMap<>();

    /** A version as the file has it. */
    private record Entry(int number, String since, Map<String, String> values, String text) {
        static Entry of(AliasVersion version) {
            return new Entry(version.number(), version.since().toString(), version.values(), version.text());
        }

        AliasVersion version() {
            return new AliasVersion(number, Instant.parse(since), values, text);
        }
    }

    VersionFiles(Path folder) {
        this.folder = folder;
    }

    @Override
    public List<AliasVersion> versions(String alias) {
        return known.computeIfAbsent(alias, this::read);
    }

    @Override
    public int note(String alias, AliasContent content, Instant now) {
        return known.compute(alias, (name, before) -> {
                    List<AliasVersion> versions = before == null ? read(name) : before;
                    if (!versions.isEmpty() && versions.getLast().values().equals(content.values())) {
                        return versions;
                    }
                    int next = versions.isEmpty() ? 1 : versions.getLast().number() + 1;
                    List<AliasVersion> all = new ArrayList<>(versions);
                    all.add(new AliasVersion(next, now, content.values(), content.text()));
                    List<AliasVersion> kept = List.copyOf(all.subList(Math.max(0, all.size() - KEPT), all.size()));
                    write(name, kept);
                    return kept;
                })
                .getLast()
                .number();
    }

    private Path file(String alias) {
        return folder.resolve(URLEncoder.encode(alias, StandardCharsets.UTF_8) + ".json");
    }

    private List<AliasVersion> read(String alias) {
        Path file = file(alias);
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            return JSON.readValue(file.toFile(), new TypeReference<List<Entry>>() {}).stream()
                    .map(Entry::version)
                    .toList();
        } catch (IOException | RuntimeException e) {
            LOG.warn(
                    "The versions of alias {} in {} cannot be read; counting begins anew: {}",
                    alias,
                    file,
                    e.toString());
            return List.of();
        }
    }

    private void write(String alias, List<AliasVersion> versions) {
        try {
            WholeFiles.write(
                    file(alias),
                    JSON.writeValueAsString(versions.stream().map(Entry::of).toList()));
        } catch (IOException e) {
            LOG.warn("The versions of alias {} cannot be kept over a restart: {}", alias, e.toString());
        }
    }
}
