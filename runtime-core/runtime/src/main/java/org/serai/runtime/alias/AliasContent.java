package org.serai.runtime.alias;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the configuration of an alias says: its values, and the text that they come from.
 *
 * @param values by key, without those that the container adds
 * @param text as it stands in the file, or would stand there
 * @param file where it comes from; empty where it does not come from a file
 */
record AliasContent(Map<String, String> values, String text, Optional<Path> file) {
    private static final Logger LOG = LoggerFactory.getLogger(AliasContent.class);

    AliasContent {
        values = Map.copyOf(values);
    }

    /**
     * As Configuration Admin gives it.
     *
     * @param place where the file of the configuration stands, if it comes from one
     */
    static AliasContent of(Map<String, ?> configuration, Path place) {
        Map<String, String> values = new TreeMap<>();
        configuration.forEach((key, value) -> {
            if (!isAboutTheConfiguration(key)) {
                values.put(key, text(value));
            }
        });
        Optional<Path> file = Optional.of(place).filter(Files::isRegularFile);
        return new AliasContent(values, file.map(AliasContent::read).orElseGet(() -> CfgText.with("", values)), file);
    }

    /** The same with other values. */
    AliasContent with(Map<String, String> changes) {
        Map<String, String> changed = new TreeMap<>(values);
        changed.putAll(changes);
        return new AliasContent(changed, CfgText.with(text, changes), file);
    }

    /** Whether its file says this at the moment. */
    boolean isInItsFile() {
        return file.filter(path -> read(path).equals(text)).isPresent();
    }

    private static boolean isAboutTheConfiguration(String key) {
        return key.startsWith("service.") || key.startsWith("felix.fileinstall.") || key.startsWith(":configurator");
    }

    private static String text(Object value) {
        return switch (value) {
            case Collection<?> parts -> parts.stream().map(String::valueOf).collect(Collectors.joining(","));
            case Object[] parts -> text(List.of(parts));
            default -> String.valueOf(value);
        };
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            LOG.warn(
                    "The file {} cannot be read again, so its text cannot be returned to later: {}",
                    file,
                    e.toString());
            return "";
        }
    }
}
