package org.serai.runtime.store.fetch;

import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/** Which addresses models may be fetched from. */
public final class WebAddress {
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127\\.\\d+\\.\\d+\\.\\d+|\\[::1\\]");

    private WebAddress() {}

    /** Encrypted, or on this machine. */
    static boolean isAllowed(URI uri) {
        String host = Objects.toString(uri.getHost(), "").toLowerCase(Locale.ROOT);
        return switch (Objects.toString(uri.getScheme(), "").toLowerCase(Locale.ROOT)) {
            case "https" -> !host.isEmpty();
            case "http" -> LOOPBACK.matcher(host).matches();
            default -> false;
        };
    }

    /** True where both are the same server: what is a secret between it and us may be sent. */
    static boolean sameServer(URI one, URI other) {
        return Objects.equals(one.getScheme(), other.getScheme())
                && Objects.equals(one.getHost(), other.getHost())
                && one.getPort() == other.getPort();
    }
}
