package org.serai.camel.osgi.parts;

import java.util.Map;
import org.apache.camel.Component;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.PrototypeServiceFactory;
import org.osgi.framework.ServiceRegistration;

/** Offers {@link EchoComponent} as a service. */
public final class EchoActivator implements BundleActivator, PrototypeServiceFactory<Component> {
    @Override
    public void start(BundleContext context) {
        context.registerService(Component.class, this, FrameworkUtil.asDictionary(Map.of("camel.component", "echo")));
    }

    @Override
    public void stop(BundleContext context) {
        // the framework takes the service back
    }

    @Override
    public Component getService(Bundle bundle, ServiceRegistration<Component> registration) {
        return new EchoComponent();
    }

    @Override
    public void ungetService(Bundle bundle, ServiceRegistration<Component> registration, Component service) {
        // nothing is held
    }
}
