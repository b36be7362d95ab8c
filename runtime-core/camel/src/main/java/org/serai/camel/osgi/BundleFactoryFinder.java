package org.serai.camel.osgi;

import java.util.Optional;
import java.util.function.Function;
import org.apache.camel.spi.ClassResolver;
import org.apache.camel.spi.FactoryFinder;
import org.apache.camel.spi.FactoryFinderResolver;
import org.apache.camel.support.ObjectHelper;
import org.jspecify.annotations.Nullable;

/**
 * Finds Camel's service files and the classes they name. Nothing is remembered: what a bundle brought is gone with it.
 *
 * @param path the folder of the files
 * @param classes gives the class that a file names, or null where there is no such file
 */
record BundleFactoryFinder(String path, Function<String, @Nullable Class<?>> classes) implements FactoryFinder {
    @Override
    public String getResourcePath() {
        return path;
    }

    @Override
    public Optional<Class<?>> findClass(String key) {
        return Optional.ofNullable(classes.apply(path + key));
    }

    @Override
    public Optional<Class<?>> findOptionalClass(String key) {
        return findClass(key);
    }

    @Override
    public Optional<Object> newInstance(String key) {
        return findClass(key).map(ObjectHelper::newInstance);
    }

    @Override
    public <T> Optional<T> newInstance(String key, Class<T> type) {
        return newInstance(key).map(type::cast);
    }

    @Override
    public void clear() {
        // nothing is remembered
    }

    /** Makes such finders for all folders. */
    record Resolver(Function<String, @Nullable Class<?>> classes) implements FactoryFinderResolver {
        @Override
        public FactoryFinder resolveFactoryFinder(ClassResolver resolver, String path) {
            return new BundleFactoryFinder(path.endsWith("/") ? path : path + "/", classes);
        }

        @Override
        public FactoryFinder resolveBootstrapFactoryFinder(ClassResolver resolver, String path) {
            return resolveFactoryFinder(resolver, path);
        }
    }
}
