package org.serai.camel.osgi;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.ExtendedCamelContext;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.DefaultComponentResolver;
import org.apache.camel.spi.ComponentResolver;
import org.apache.camel.spi.FactoryFinderResolver;
import org.apache.camel.spi.Language;
import org.apache.camel.support.service.ServiceHelper;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceObjects;
import org.serai.camel.context.ManagedContext;

/**
 * One context and its ties to bundles: which bundles it took something from, and how to undo that when they go.
 *
 * <p>Camel asks through few seams, and all of them are here: the factory finder (components, languages, data formats,
 * configurers, route loaders), the component resolver (services), the class loader, and type converters, which are loaded
 * eagerly.
 */
final class WiredContext implements ManagedContext, ComponentResolver {
    private final ClassLoader core;
    private final Collection<Bundle> bundles;
    private final ComponentServices services;
    private final Consumer<WiredContext> closed;
    private final ComponentResolver serviceFiles = new DefaultComponentResolver();
    private final Set<Long> suppliers = ConcurrentHashMap.newKeySet();
    private final Map<Long, List<Runnable>> undo = new ConcurrentHashMap<>();
    private final Map<String, Language> languages = new ConcurrentHashMap<>();
    private final DefaultCamelContext camel = new ForgetfulContext();
    private final ConverterLoader converters = new ConverterLoader(camel);

    /**
     * @param core the class loader of Camel's core
     * @param bundles the bundles that carry parts of Camel; changes while the context lives
     * @param setUp settings that Camel wants before the context is built
     * @param closed hears that the context is closed
     */
    WiredContext(
            ClassLoader core,
            Collection<Bundle> bundles,
            ComponentServices services,
            Consumer<DefaultCamelContext> setUp,
            Consumer<WiredContext> closed) {
        this.core = core;
        this.bundles = bundles;
        this.services = services;
        this.closed = closed;
        camel.setApplicationContextClassLoader(new BundleClassLoader(core, bundles, this::use));
        FactoryFinderResolver finders = new BundleFactoryFinder.Resolver(this::find);
        ExtendedCamelContext extension = camel.getCamelContextExtension();
        extension.addContextPlugin(FactoryFinderResolver.class, finders);
        extension.setBootstrapFactoryFinder(finders.resolveBootstrapFactoryFinder(camel.getClassResolver()));
        extension.addContextPlugin(ComponentResolver.class, this);
        setUp.accept(camel);
        camel.build();
        bundles.forEach(this::loadConverters);
    }

    @Override
    public DefaultCamelContext camel() {
        return camel;
    }

    @Override
    public Set<Long> suppliers() {
        return Set.copyOf(suppliers);
    }

    @Override
    public void close() {
        camel.stop();
        undo.keySet().forEach(this::undo);
        closed.accept(this);
    }

    void loadConverters(Bundle bundle) {
        converters.load(bundle, action -> whenGone(bundle, action));
    }

    /** Gives up everything that came from the bundle. */
    void forget(long bundle) {
        languages.values().removeIf(language -> isFrom(bundle, language));
        List.copyOf(camel.getComponentNames()).forEach(name -> removeIfFrom(bundle, name));
        undo(bundle);
        suppliers.remove(bundle);
    }

    @Override
    public @Nullable Component resolveComponent(String name, CamelContext context) throws Exception {
        var reference = services.find(name);
        if (reference.isEmpty()) {
            return serviceFiles.resolveComponent(name, context);
        }
        Bundle bundle = reference.get().getBundle();
        ServiceObjects<Component> objects = services.objects(reference.get());
        Component component = objects == null ? null : objects.getService();
        if (component == null || bundle == null) {
            return null;
        }
        use(bundle);
        whenGone(bundle, () -> objects.ungetService(component));
        return component;
    }

    private @Nullable Class<?> find(String file) {
        try {
            String name = ServiceFiles.className(core.getResource(file));
            if (name != null) {
                return core.loadClass(name);
            }
            for (Bundle bundle : bundles) {
                name = ServiceFiles.className(bundle.getEntry(file));
                if (name != null) {
                    use(bundle);
                    return bundle.loadClass(name);
                }
            }
            return null;
        } catch (IOException | ClassNotFoundException e) {
            throw new RuntimeCamelException("What " + file + " names cannot be loaded", e);
        }
    }

    private void use(Bundle bundle) {
        suppliers.add(bundle.getBundleId());
    }

    private void whenGone(Bundle bundle, Runnable action) {
        undo.computeIfAbsent(bundle.getBundleId(), id -> new CopyOnWriteArrayList<>())
                .add(action);
    }

    private void undo(long bundle) {
        List<Runnable> actions = undo.remove(bundle);
        if (actions != null) {
            actions.forEach(Runnable::run);
        }
    }

    private void removeIfFrom(long bundle, String name) {
        Component component = camel.hasComponent(name);
        if (component == null || !isFrom(bundle, component)) {
            return;
        }
        try {
            for (Endpoint endpoint : List.copyOf(camel.getEndpoints())) {
                if (endpoint.getComponent() == component) {
                    camel.removeEndpoint(endpoint);
                }
            }
            camel.removeComponent(name);
        } catch (Exception e) {
            throw new RuntimeCamelException("Component " + name + " cannot be removed", e);
        }
    }

    private static boolean isFrom(long bundle, Object part) {
        Bundle home = FrameworkUtil.getBundle(part.getClass());
        return home != null && home.getBundleId() == bundle;
    }

    /**
     * Camel keeps each language for ever; those of bundles are kept here instead, where they can be forgotten.
     */
    private final class ForgetfulContext extends DefaultCamelContext {
        ForgetfulContext() {
            super(false);
        }

        @Override
        public Language resolveLanguage(String name) {
            if (core.getResource(ServiceFiles.LANGUAGES + name) != null) {
                return super.resolveLanguage(name);
            }
            Language language = languages.computeIfAbsent(name, this::create);
            return language != null ? language : super.resolveLanguage(name);
        }

        private @Nullable Language create(String name) {
            Class<?> type = find(ServiceFiles.LANGUAGES + name);
            if (type == null) {
                return null;
            }
            Language language = (Language) getInjector().newInstance(type);
            CamelContextAware.trySetCamelContext(language, this);
            ServiceHelper.startService(language);
            return language;
        }
    }
}
