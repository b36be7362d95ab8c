package org.serai.launcher.config;

import java.util.Map;
import org.apache.felix.fileinstall.ArtifactInstaller;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.ConfigurationAdmin;

/** Offers {@link ConfigurationFiles} to File Install, before File Install first looks into {@code etc/}. */
public final class Activator implements BundleActivator {
    /** File Install asks the installer of the highest ranking first, and its own has none. */
    private static final int BEFORE_THE_BUILT_IN = 100;

    @Override
    public void start(BundleContext context) {
        ServiceReference<ConfigurationAdmin> configurations = context.getServiceReference(ConfigurationAdmin.class);
        if (configurations == null) {
            throw new IllegalStateException("Configuration Admin must start before this bundle");
        }
        context.registerService(
                ArtifactInstaller.class,
                new ConfigurationFiles(context.getService(configurations), context::getProperty),
                FrameworkUtil.asDictionary(Map.of(Constants.SERVICE_RANKING, BEFORE_THE_BUILT_IN)));
    }

    @Override
    public void stop(BundleContext context) {
        // the framework takes back what start() registered
    }
}
