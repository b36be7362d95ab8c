package org.serai.camel.osgi;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.function.BooleanSupplier;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.wiring.BundleWiring;

/**
 * A real framework with the bundles of this module. Serai's API, the folder watcher's and the logger's come from the test's
 * class path, so that tests can call services; Camel comes from its bundle.
 */
final class TestFramework {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Path TARGET = Path.of("target").toAbsolutePath();

    private final Framework framework;
    private final Path folder;

    TestFramework(Path folder) throws BundleException, IOException {
        this.folder = folder;
        Map<String, String> settings = new HashMap<>();
        settings.put(Constants.FRAMEWORK_STORAGE, folder.resolve("cache").toString());
        settings.put(
                Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                String.join(
                        ",",
                        "org.serai.alias;version=1.0",
                        "org.serai.engine;version=1.0",
                        "org.serai.error;version=1.0",
                        "org.serai.command;version=1.0",
                        "org.serai.status;version=1.0",
                        "org.serai.delivery;version=1.0",
                        "org.serai.settings;version=1.0",
                        "org.serai.model;version=1.0",
                        "org.jspecify.annotations;version=1.0",
                        "org.slf4j;version=2.0",
                        "org.apache.felix.fileinstall;version=3.7.4"));
        // the test has Camel on its class path too, and no bundle may see that one
        Thread.currentThread().setContextClassLoader(ClassLoader.getPlatformClassLoader());
        settings.put("felix.bootdelegation.implicit", "false");
        settings.put("serai.home", folder.toString());
        settings.put("serai.stop.timeout", "5");
        framework = ServiceLoader.load(FrameworkFactory.class, TestFramework.class.getClassLoader())
                .findFirst()
                .orElseThrow()
                .newFramework(settings);
        framework.start();
        try (Stream<Path> jars = Files.list(TARGET.resolve("test-bundles"))) {
            for (Path jar : jars.sorted().toList()) {
                framework.getBundleContext().installBundle(jar.toUri().toString());
            }
        }
        framework
                .getBundleContext()
                .installBundle("reference:" + TARGET.resolve("classes").toUri());
        for (Bundle bundle : framework.getBundleContext().getBundles()) {
            bundle.start();
        }
    }

    BundleContext context() {
        return framework.getBundleContext();
    }

    /** The service of the type, once it is there. */
    <T> T service(Class<T> type, String filter) throws Exception {
        await(() -> !references(type, filter).isEmpty());
        T service = context().getService(references(type, filter).getFirst());
        if (service == null) {
            throw new AssertionError("No service " + type);
        }
        return service;
    }

    /** All references: the framework, asked by the test, would compare further types with those of the test's class path. */
    @SuppressWarnings("unchecked") // asked for by the type's name
    private <T> List<ServiceReference<T>> references(Class<T> type, String filter) {
        try {
            ServiceReference<?>[] found = context().getAllServiceReferences(type.getName(), filter);
            return found == null ? List.of() : List.of((ServiceReference<T>[]) found);
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Waits for something that happens in another thread. */
    static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("It did not happen within " + PATIENCE);
            }
            Thread.sleep(10);
        }
    }

    /** Waits until nothing holds the class loader of a bundle that is gone. */
    static void awaitCollected(WeakReference<ClassLoader> loader) throws InterruptedException {
        await(() -> {
            System.gc();
            return loader.get() == null;
        });
    }

    static WeakReference<ClassLoader> loaderOf(Bundle bundle) {
        return new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader());
    }

    /** Builds, installs and starts a bundle of classes of the tests and of texts. */
    Bundle install(String name, List<Class<?>> classes, Map<String, String> texts, Map<String, String> headers)
            throws Exception {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
        attributes.putValue(Constants.BUNDLE_SYMBOLICNAME, name);
        attributes.putValue(
                Constants.IMPORT_PACKAGE,
                "org.osgi.framework,org.apache.camel,org.apache.camel.spi,org.apache.camel.support,org.jspecify.annotations");
        headers.forEach(attributes::putValue);
        Path jar = folder.resolve(name + ".jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest)) {
            for (Class<?> type : classes) {
                String entry = type.getName().replace('.', '/') + ".class";
                out.putNextEntry(new JarEntry(entry));
                try (InputStream in = type.getClassLoader().getResourceAsStream(entry)) {
                    Objects.requireNonNull(in).transferTo(out);
                }
            }
            for (Map.Entry<String, String> text : texts.entrySet()) {
                out.putNextEntry(new JarEntry(text.getKey()));
                out.write(text.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        Bundle bundle = context().installBundle(jar.toUri().toString());
        bundle.start();
        return bundle;
    }

    void close() throws Exception {
        Thread.currentThread().setContextClassLoader(TestFramework.class.getClassLoader());
        framework.stop();
        framework.waitForStop(PATIENCE.toMillis());
    }
}
