package org.serai.launcher;

import java.lang.reflect.InvocationTargetException;

/**
 * The first class that runs. It is compiled for Java 8, so that an old {@code java} says in one line what is missing
 * instead of printing a stack trace about class file versions.
 */
public final class Main {
    private static final int NEEDED = 25;

    private Main() {}

    /** Hands over to the launcher where this Java is new enough. */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        String version = System.getProperty("java.specification.version", "");
        if (feature(version) < NEEDED) {
            System.err.println("SERAI-2000: Serai needs Java " + NEEDED + " or newer and this is Java " + version + " ("
                    + System.getProperty("java.home")
                    + "): install a JDK " + NEEDED + ", for example Eclipse Temurin from https://adoptium.net, and set"
                    + " JAVA_HOME to it.");
            System.exit(1);
        }
        try {
            Class.forName("org.serai.launcher.Launcher")
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) arguments);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** The number that counts: 8 for {@code 1.8}, 25 for {@code 25}. */
    static int feature(String specificationVersion) {
        String number =
                specificationVersion.startsWith("1.") ? specificationVersion.substring(2) : specificationVersion;
        return number.matches("[0-9]{1,4}") ? Integer.parseInt(number) : 0;
    }
}
