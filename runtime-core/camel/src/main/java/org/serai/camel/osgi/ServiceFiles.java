package org.serai.camel.osgi;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Reads Camel's own kind of service files, by which jars say what they offer. */
final class ServiceFiles {
    /** The folder of all of them. */
    static final String ROOT = "META-INF/services/org/apache/camel/";

    static final String COMPONENTS = ROOT + "component/";
    static final String LANGUAGES = ROOT + "language/";
    static final String TYPE_CONVERTERS = ROOT + "TypeConverterLoader";

    private ServiceFiles() {}

    /** The class that a file names as {@code class=…}; null where there is no such file or line. */
    static @Nullable String className(@Nullable URL file) throws IOException {
        if (file == null) {
            return null;
        }
        Properties properties = new Properties();
        try (InputStream in = file.openStream()) {
            properties.load(in);
        }
        String name = properties.getProperty("class");
        return name == null ? null : name.strip();
    }

    /** The classes that a file lists, one a line. */
    static List<String> classNames(URL file) throws IOException {
        try (InputStream in = file.openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        }
    }
}
