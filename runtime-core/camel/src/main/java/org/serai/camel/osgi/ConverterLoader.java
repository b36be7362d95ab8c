package org.serai.camel.osgi;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.TypeConverterLoader;
import org.apache.camel.spi.TypeConverterRegistry;
import org.apache.camel.spi.TypeConvertible;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the type converters of a bundle into a context, and tells how to take each out again: Camel's loaders see a
 * registry that passes everything on and notes what was added.
 */
final class ConverterLoader {
    private static final Logger LOG = LoggerFactory.getLogger(ConverterLoader.class);

    private final CamelContext context;

    ConverterLoader(CamelContext context) {
        this.context = context;
    }

    /** @param undo takes what removes one converter again */
    void load(Bundle bundle, Consumer<Runnable> undo) {
        URL file = bundle.getEntry(ServiceFiles.TYPE_CONVERTERS);
        if (file == null) {
            return;
        }
        try {
            for (String name : ServiceFiles.classNames(file)) {
                Object loader = bundle.loadClass(name).getConstructor().newInstance();
                CamelContextAware.trySetCamelContext(loader, context);
                ((TypeConverterLoader) loader).load(recorder(bundle, undo));
            }
        } catch (IOException | ReflectiveOperationException e) {
            throw new RuntimeCamelException("The type converters of bundle " + bundle + " cannot be loaded", e);
        }
    }

    private TypeConverterRegistry recorder(Bundle bundle, Consumer<Runnable> undo) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            if (method.getDeclaringClass() == CamelContextAware.class) {
                return method.getName().startsWith("get") ? context : null;
            }
            note(bundle, method, arguments, undo);
            return method.invoke(context.getTypeConverterRegistry(), arguments);
        };
        return (TypeConverterRegistry) Proxy.newProxyInstance(
                TypeConverterRegistry.class.getClassLoader(),
                new Class<?>[] {TypeConverterRegistry.class, CamelContextAware.class},
                handler);
    }

    private void note(Bundle bundle, Method method, Object[] arguments, Consumer<Runnable> undo) {
        TypeConverterRegistry registry = context.getTypeConverterRegistry();
        switch (method.getName()) {
            case "addTypeConverter" -> {
                Class<?> to = (Class<?>) arguments[0];
                Class<?> from = (Class<?>) arguments[1];
                undo.accept(() -> registry.removeTypeConverter(to, from));
            }
            case "addConverter" -> {
                TypeConvertible<?, ?> pair = (TypeConvertible<?, ?>) arguments[0];
                undo.accept(() -> registry.removeTypeConverter(pair.getTo(), pair.getFrom()));
            }
            case "addFallbackTypeConverter" ->
                LOG.warn(
                        "Bundle {} has a fallback type converter, which Camel cannot remove: it stays in context {} until that ends",
                        bundle,
                        context.getName());
            default -> {}
        }
    }
}
