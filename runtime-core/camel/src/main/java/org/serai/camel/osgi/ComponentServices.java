package org.serai.camel.osgi;

import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.apache.camel.Component;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceObjects;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Camel components that bundles offer as OSGi services (whiteboard) with the property {@value #NAME}. They must be of
 * prototype scope, because a component belongs to one context; others are refused with a warning.
 */
final class ComponentServices implements AutoCloseable {
    /** Service property: the component's name, which is the scheme of its URIs. */
    static final String NAME = "camel.component";

    private static final Logger LOG = LoggerFactory.getLogger(ComponentServices.class);

    private final BundleContext bundleContext;
    private final ServiceTracker<Component, Long> tracker;

    /**
     * @param gained hears that a component came
     * @param lost hears the id of a bundle whose component goes
     */
    ComponentServices(BundleContext bundleContext, Runnable gained, LongConsumer lost) {
        this.bundleContext = bundleContext;
        try {
            this.tracker =
                    new ServiceTracker<>(
                            bundleContext,
                            FrameworkUtil.createFilter("(&(" + Constants.OBJECTCLASS + "=" + Component.class.getName()
                                    + ")(" + NAME + "=*))"),
                            null) {
                        @Override
                        public Long addingService(ServiceReference<Component> reference) {
                            warnUnlessPrototype(reference);
                            gained.run();
                            return reference.getBundle().getBundleId();
                        }

                        @Override
                        public void removedService(ServiceReference<Component> reference, Long bundle) {
                            lost.accept(bundle);
                        }
                    };
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    void open() {
        tracker.open();
    }

    @Override
    public void close() {
        tracker.close();
    }

    /** The service that offers the component: the one of the highest ranking. */
    Optional<ServiceReference<Component>> find(String name) {
        return references()
                .filter(reference -> name.equals(reference.getProperty(NAME)) && isPrototype(reference))
                .max(Comparator.naturalOrder());
    }

    ServiceObjects<Component> objects(ServiceReference<Component> reference) {
        return bundleContext.getServiceObjects(reference);
    }

    Set<String> names() {
        Set<String> names = new TreeSet<>();
        references()
                .map(reference -> String.valueOf(reference.getProperty(NAME)))
                .forEach(names::add);
        return names;
    }

    private Stream<ServiceReference<Component>> references() {
        ServiceReference<Component>[] references = tracker.getServiceReferences();
        return references == null ? Stream.empty() : Stream.of(references);
    }

    private static boolean isPrototype(ServiceReference<Component> reference) {
        return Constants.SCOPE_PROTOTYPE.equals(reference.getProperty(Constants.SERVICE_SCOPE));
    }

    private static void warnUnlessPrototype(ServiceReference<Component> reference) {
        if (!isPrototype(reference)) {
            LOG.warn(
                    "Component {} of bundle {} is not used: its service has scope {}, but a component belongs to one context."
                            + " Register it with scope {}",
                    reference.getProperty(NAME),
                    reference.getBundle(),
                    reference.getProperty(Constants.SERVICE_SCOPE),
                    Constants.SCOPE_PROTOTYPE);
        }
    }
}
