package org.serai.connector.kafka;

import java.util.function.Supplier;
import org.apache.kafka.clients.CommonClientConfigs;

/**
 * Makes Kafka's clients. They look for classes that options name, such as login modules, through the thread's context
 * class loader; that must be the one that Kafka's own classes come from, whoever's thread it is.
 */
public final class Clients {
    private Clients() {}

    /** Calls {@code constructor}, such as that of a consumer, so that Kafka finds its classes. */
    public static <T> T create(Supplier<T> constructor) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(CommonClientConfigs.class.getClassLoader());
        try {
            return constructor.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
