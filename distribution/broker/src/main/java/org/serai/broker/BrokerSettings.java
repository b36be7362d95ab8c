package org.serai.broker;

import java.io.File;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a {@link LocalBroker} is started with.
 *
 * @param directory where it keeps its data and its log; belongs to the broker alone
 * @param port the port of its PLAINTEXT listener on the loopback address; 0 for a free one
 * @param classPath where the child JVM finds the broker and this module, in the form of {@code java -cp}
 * @param listeners ports of further listeners on the loopback address, by their security protocol, such as
 *     {@code SASL_SSL}
 * @param properties of the broker, instead of or beside those that a small broker needs
 */
public record BrokerSettings(
        Path directory, int port, String classPath, Map<String, Integer> listeners, Map<String, String> properties) {
    public BrokerSettings {
        directory = directory.toAbsolutePath();
        listeners = Map.copyOf(listeners);
        properties = Map.copyOf(properties);
    }

    /** On a free port, with the classes that this JVM has: enough for a test whose class path has the broker. */
    public static BrokerSettings in(Path directory) {
        return new BrokerSettings(directory, 0, ownClassPath(), Map.of(), Map.of());
    }

    public BrokerSettings withPort(int value) {
        return new BrokerSettings(directory, value, classPath, listeners, properties);
    }

    public BrokerSettings withClassPath(String value) {
        return new BrokerSettings(directory, port, value, listeners, properties);
    }

    /** With the jars of a folder, as the distribution has them. */
    public BrokerSettings withJarsOf(Path folder) {
        return withClassPath(folder.toAbsolutePath() + File.separator + "*");
    }

    public BrokerSettings withListener(String securityProtocol, int listenerPort) {
        var more = new LinkedHashMap<>(listeners);
        more.put(securityProtocol, listenerPort);
        return new BrokerSettings(directory, port, classPath, more, properties);
    }

    public BrokerSettings withProperty(String name, String value) {
        var more = new LinkedHashMap<>(properties);
        more.put(name, value);
        return new BrokerSettings(directory, port, classPath, listeners, more);
    }

    /** Surefire hides the class path of tests behind a jar with a manifest, and tells it by a property. */
    private static String ownClassPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }
}
