package org.serai.launcher;

import java.util.Optional;

/** What runs here. */
final class Version {
    private Version() {}

    /** The version of Serai, from the manifest of the launcher's jar. */
    static String serai() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("development");
    }

    /** One line about Serai, Java and the machine. */
    static String line() {
        return "Serai " + serai() + " on Java " + Runtime.version() + " (" + System.getProperty("java.vendor") + "), "
                + System.getProperty("os.name") + " " + System.getProperty("os.arch");
    }
}
