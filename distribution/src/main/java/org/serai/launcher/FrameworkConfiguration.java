package org.serai.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Constants;
import org.serai.error.SeraiException;

/** The framework's properties for the two ways in which Serai runs. Bundles read the {@code serai.*} ones. */
final class FrameworkConfiguration {
    private static final int START_LEVEL = 10;

    /** Below runtime and routes, which stop first, so that a plug-in stays as long as documents in flight need it. */
    private static final int PLUGIN_START_LEVEL = 5;

    /** Who stops the instance decides how long it may take; routes themselves just finish their work. */
    private static final int STOP_SECONDS = 24 * 60 * 60;

    private static final int POLL_MILLIS = 500;

    private FrameworkConfiguration() {}

    /** An instance: watches its folders and serves its routes until it is stopped. */
    static Map<String, String> instance(Home home, List<String> warnings) {
        Map<String, String> properties = common(home, "instance", home.cache());
        properties.put("serai.warnings", String.join("\n", warnings));
        properties.put("serai.stop.timeout", Integer.toString(STOP_SECONDS));
        properties.put("org.ops4j.pax.logging.DefaultServiceLog.level", "WARN");
        properties.put(
                "felix.fileinstall.dir",
                Stream.of(home.etc(), home.plugins(), home.routes())
                        .map(Path::toString)
                        .collect(Collectors.joining(",")));
        properties.put("felix.fileinstall.poll", Integer.toString(POLL_MILLIS));
        // Its watcher of file system events forgets files that come before the bundle that handles them; looking does
        // not.
        properties.put("felix.fileinstall.disableNio2", "true");
        properties.put("felix.fileinstall.noInitialDelay", "true");
        properties.put("felix.fileinstall.enableConfigSave", "false");
        properties.put(
                "felix.fileinstall.tmpdir", home.cache().resolve("fileinstall").toString());
        properties.put("felix.fileinstall.start.level", Integer.toString(PLUGIN_START_LEVEL));
        return Map.copyOf(properties);
    }

    /**
     * One command in a process of its own, beside a running instance or without one: watches nothing, reads the settings of
     * devices only, logs errors only.
     *
     * @param storage a folder for the framework that no other process uses
     */
    static Map<String, String> command(Home home, Path storage) {
        Map<String, String> properties = common(home, "command", storage);
        properties.put("serai.config.devices", home.etc().toString());
        properties.put("org.ops4j.pax.logging.DefaultServiceLog.level", "ERROR");
        properties.put(
                "org.ops4j.pax.logging.property.file",
                home.installation().resolve("lib/command-logging.properties").toString());
        return Map.copyOf(properties);
    }

    private static Map<String, String> common(Home home, String mode, Path storage) {
        Map<String, String> properties = new HashMap<>();
        properties.put("serai.home", home.directory().toString());
        properties.put("serai.models", home.models().toString());
        properties.put("serai.mode", mode);
        properties.put("serai.version", Version.serai());
        properties.put("felix.log.level", "0"); // the launcher tells what did not start
        // Without it Felix opens a port of its own before it knows which one is wanted.
        properties.put("org.apache.felix.http.require.config", "true");
        properties.put(Constants.FRAMEWORK_STORAGE, storage.toString());
        properties.put(Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
        properties.put(Constants.FRAMEWORK_BEGINNING_STARTLEVEL, Integer.toString(START_LEVEL));
        properties.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, apiPackages());
        return properties;
    }

    /**
     * The API comes to the bundles from the launcher's class path, so that the launcher can talk to their services too.
     * The jar's own manifest says which packages and versions these are.
     */
    private static String apiPackages() {
        try (JarFile jar = new JarFile(jarOf(SeraiException.class).toFile())) {
            Manifest manifest = jar.getManifest();
            String packages =
                    manifest == null ? null : manifest.getMainAttributes().getValue(Constants.EXPORT_PACKAGE);
            if (packages == null) {
                throw new SeraiException(
                        LauncherErrors.INSTALLATION_DAMAGED,
                        jar.getName() + " is not the API bundle of Serai: unpack the distribution again.");
            }
            return packages;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path jarOf(Class<?> type) {
        URI location;
        try {
            location = type.getProtectionDomain().getCodeSource().getLocation().toURI();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
        return Path.of(location);
    }
}
