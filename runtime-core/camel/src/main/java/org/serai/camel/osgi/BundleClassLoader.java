package org.serai.camel.osgi;

import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;

/**
 * The application class loader of one context: Camel's core, then the bundles that carry parts of Camel. It defines no
 * class and remembers none, so that a bundle that goes can be forgotten.
 */
final class BundleClassLoader extends ClassLoader {
    private final Collection<Bundle> bundles;
    private final Consumer<Bundle> used;

    /** @param used hears of each bundle that a class was taken from */
    BundleClassLoader(ClassLoader camel, Collection<Bundle> bundles, Consumer<Bundle> used) {
        super("camel-bundles", camel);
        this.bundles = bundles;
        this.used = used;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        for (Bundle bundle : bundles) {
            Class<?> found = load(bundle, name);
            if (found != null) {
                used.accept(bundle);
                return found;
            }
        }
        throw new ClassNotFoundException(name);
    }

    private static @Nullable Class<?> load(Bundle bundle, String name) {
        try {
            return bundle.loadClass(name);
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    @Override
    protected @Nullable URL findResource(String name) {
        for (Bundle bundle : bundles) {
            URL found = bundle.getResource(name);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    @Override
    protected Enumeration<URL> findResources(String name) throws IOException {
        List<URL> all = new ArrayList<>();
        for (Bundle bundle : bundles) {
            Enumeration<URL> found = bundle.getResources(name);
            if (found != null) {
                all.addAll(Collections.list(found));
            }
        }
        return Collections.enumeration(all);
    }
}
