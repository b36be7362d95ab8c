package org.serai.camel.osgi;

import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.StartupSummaryLevel;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.language.simple.SimpleLanguage;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.util.tracker.BundleTracker;
import org.serai.camel.context.ContextFactory;
import org.serai.camel.context.ManagedContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bridge between Camel and OSGi. A bundle offers parts of Camel in one of two ways: as a service (see
 * {@link ComponentServices}), or by carrying Camel's own service files in {@value ServiceFiles#ROOT}, as every jar of
 * Camel does (extender). Both may come and go while contexts run.
 */
@org.osgi.service.component.annotations.Component(service = ContextFactory.class)
public final class CamelBundles implements ContextFactory {
    private static final Logger LOG = LoggerFactory.getLogger(CamelBundles.class);

    private final Bundle core = FrameworkUtil.getBundle(CamelContext.class);
    private final ClassLoader coreLoader = CamelContext.class.getClassLoader();
    private final String home;
    private final List<Bundle> bundles = new CopyOnWriteArrayList<>();
    private final Set<WiredContext> contexts = ConcurrentHashMap.newKeySet();
    private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
    private final BundleTracker<Bundle> tracker;
    private final ComponentServices services;

    @Activate
    public CamelBundles(BundleContext bundleContext) {
        String property = bundleContext.getProperty("serai.home");
        home = property == null ? "" : property;
        services = new ComponentServices(bundleContext, this::gained, this::lost);
        tracker = new BundleTracker<>(bundleContext, Bundle.STARTING | Bundle.ACTIVE, null) {
            @Override
            public @Nullable Bundle addingBundle(Bundle bundle, BundleEvent event) {
                return offered(bundle) ? bundle : null;
            }

            @Override
            public void removedBundle(Bundle bundle, BundleEvent event, Bundle tracked) {
                withdrawn(bundle);
            }
        };
        tracker.open();
        services.open();
    }

    @Deactivate
    public void close() {
        services.close();
        tracker.close();
    }

    @Override
    public ManagedContext live(String name) {
        return create(camel -> camel.getCamelContextExtension().setName(name));
    }

    @Override
    public ManagedContext trial() {
        return create(camel -> {
            camel.getCamelContextExtension().setName("trial");
            camel.disableJMX();
            camel.setAutoStartup(false);
            camel.setStartupSummaryLevel(StartupSummaryLevel.Off);
        });
    }

    private ManagedContext create(Consumer<DefaultCamelContext> settings) {
        WiredContext context = new WiredContext(
                coreLoader,
                bundles,
                services,
                settings.andThen(camel -> camel.getPropertiesComponent().addInitialProperty("serai.home", home)),
                this::closed);
        contexts.add(context);
        return context;
    }

    /**
     * Forgets a context. A static field of Camel's Simple language holds the context that used it last, with all its routes;
     * a context that goes on takes that place.
     */
    private void closed(WiredContext context) {
        contexts.remove(context);
        contexts.stream().findAny().ifPresent(other -> {
            SimpleLanguage simple = new SimpleLanguage();
            simple.setCamelContext(other.camel());
            simple.start();
        });
    }

    @Override
    public Set<String> componentNames() {
        Set<String> names = new TreeSet<>(services.names());
        addComponentFiles(core, names);
        bundles.forEach(bundle -> addComponentFiles(bundle, names));
        return names;
    }

    private static void addComponentFiles(Bundle bundle, Set<String> names) {
        Enumeration<URL> files = bundle.findEntries(ServiceFiles.COMPONENTS, "*", false);
        if (files != null) {
            for (URL file : Collections.list(files)) {
                names.add(file.getPath().substring(file.getPath().lastIndexOf('/') + 1));
            }
        }
    }

    @Override
    public Subscription subscribe(Listener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    private boolean offered(Bundle bundle) {
        if (bundle.equals(core) || bundle.getEntry(ServiceFiles.ROOT) == null || !seesThisCamel(bundle)) {
            return false;
        }
        bundles.add(bundle);
        LOG.debug("Bundle {} offers parts of Camel", bundle);
        contexts.forEach(context -> context.loadConverters(bundle));
        gained();
        return true;
    }

    private void withdrawn(Bundle bundle) {
        bundles.remove(bundle); // first, so that nothing begins to use it while routes end what they do with it
        lost(bundle.getBundleId());
        LOG.debug("Bundle {} and its parts of Camel are gone", bundle);
    }

    private void gained() {
        listeners.forEach(Listener::gained);
    }

    private void lost(long bundle) {
        listeners.forEach(listener -> listener.lost(bundle));
        contexts.forEach(context -> context.forget(bundle));
    }

    /** A bundle may carry a Camel of its own, or be wired to none; its classes would not fit. */
    private static boolean seesThisCamel(Bundle bundle) {
        try {
            return bundle.loadClass(Component.class.getName()) == Component.class;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
