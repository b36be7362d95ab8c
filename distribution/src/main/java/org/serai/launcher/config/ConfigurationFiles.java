package org.serai.launcher.config;

import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.felix.fileinstall.ArtifactInstaller;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * Keeps a factory configuration for each file {@code FACTORY~NAME.cfg}, and a configuration for each file
 * {@code org.serai.….cfg}, as long as the file is there. The file has the form of {@link Properties}, in UTF-8;
 * {@code ${name}} stands for a framework or system property and stays as it is where there is none of that name. File
 * Install itself would put in what {@code ${env:NAME}} stands for, and Configuration Admin would write it to the disk.
 */
public final class ConfigurationFiles implements ArtifactInstaller {
    private static final Pattern NAME =
            Pattern.compile("(?<pid>org\\.serai\\.[^~]+|[^~]+(?=~))(?:~(?<name>[^~]+))?\\.cfg");
    private static final String DEVICES = "org.serai.device.*.cfg";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]+)}");

    private final ConfigurationAdmin configurations;
    private final UnaryOperator<@Nullable String> properties;

    /** @param properties gives a framework or system property, or null */
    public ConfigurationFiles(ConfigurationAdmin configurations, UnaryOperator<@Nullable String> properties) {
        this.configurations = configurations;
        this.properties = properties;
    }

    @Override
    public boolean canHandle(File file) {
        return NAME.matcher(file.getName()).matches();
    }

    @Override
    public void install(File file) throws IOException {
        configuration(file).updateIfDifferent(read(file));
    }

    /**
     * Installs the files of a folder that have the settings of devices, once.
     *
     * @param etc may be missing
     * @throws IOException where one of them cannot be read, with its name
     */
    void installDevices(Path etc) throws IOException {
        if (!Files.isDirectory(etc)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(etc, DEVICES)) {
            for (Path file : files) {
                installDevice(file.toFile());
            }
        }
    }

    private void installDevice(File file) throws IOException {
        try {
            install(file);
        } catch (IOException e) {
            throw new IOException("the settings in " + file + " have no effect: " + e.getMessage(), e);
        }
    }

    @Override
    public void update(File file) throws IOException {
        install(file);
    }

    @Override
    public void uninstall(File file) throws IOException {
        configuration(file).delete();
    }

    private Configuration configuration(File file) throws IOException {
        Matcher name = NAME.matcher(file.getName());
        if (!name.matches()) {
            throw new IllegalArgumentException("No configuration: " + file);
        }
        // "?" lets any bundle have it
        return name.group("name") == null
                ? configurations.getConfiguration(name.group("pid"), "?")
                : configurations.getFactoryConfiguration(name.group("pid"), name.group("name"), "?");
    }

    private Dictionary<String, String> read(File file) throws IOException {
        Properties entries = new Properties();
        try (Reader reader = Files.newBufferedReader(file.toPath())) {
            entries.load(reader);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " has a \\u escape that is not followed by four digits", e);
        }
        Map<String, String> configuration = new HashMap<>();
        for (String key : entries.stringPropertyNames()) {
            configuration.put(key, substitute(entries.getProperty(key)));
        }
        return FrameworkUtil.asDictionary(configuration);
    }

    private String substitute(String value) {
        return PLACEHOLDER.matcher(value).replaceAll(placeholder -> {
            String replacement = properties.apply(placeholder.group(1));
            return Matcher.quoteReplacement(replacement == null ? placeholder.group() : replacement);
        });
    }
}
