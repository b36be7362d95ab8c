package org.serai.launcher.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.felix.fileinstall.ArtifactInstaller;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * Offers {@link ConfigurationFiles} to File Install, before File Install first looks into {@code etc/}. Where a command runs,
 * which has no File Install, reads the settings of devices itself, before there are components: what a command computes, it
 * computes as the instance does.
 */
public final class Activator implements BundleActivator {
    /** File Install asks the installer of the highest ranking first, and its own has none. */
    private static final int BEFORE_THE_BUILT_IN = 100;

    /** Framework property: the folder with the settings of devices, where nobody else reads it. */
    private static final String DEVICES = "serai.config.devices";

    @Override
    public void start(BundleContext context) throws IOException {
        ServiceReference<ConfigurationAdmin> configurations = context.getServiceReference(ConfigurationAdmin.class);
        if (configurations == null) {
            throw new IllegalStateException("Configuration Admin must start before this bundle");
        }
        ConfigurationFiles files = new ConfigurationFiles(context.getService(configurations), context::getProperty);
        @Nullable String devices = context.getProperty(DEVICES);
        if (devices != null) {
            files.installDevices(Path.of(devices));
        }
        context.registerService(
                ArtifactInstaller.class,
                files,
                FrameworkUtil.asDictionary(Map.of(Constants.SERVICE_RANKING, BEFORE_THE_BUILT_IN)));
    }

    @Override
    public void stop(BundleContext context) {
        // the framework takes back what start() registered
    }
}
