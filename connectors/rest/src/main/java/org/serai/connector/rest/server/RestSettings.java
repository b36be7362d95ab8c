package org.serai.connector.rest.server;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.serai.connector.rest.RestErrors;
import org.serai.error.SeraiException;
import org.serai.settings.Secrets;
import org.serai.settings.SettingsReader;

/**
 * The configuration {@code org.serai.rest}, checked.
 *
 * @param address where to listen
 * @param tls the certificate; empty for plain HTTP
 * @param requireKey true where nobody may call without an API key
 * @param allowedHosts further names by which clients may call this server, lower case
 * @param allowedOrigins web origins whose pages may call, such as {@code https://portal.example}
 * @param limits what requests may take
 */
record RestSettings(
        Address address,
        Optional<TlsFiles> tls,
        boolean requireKey,
        Set<String> allowedHosts,
        List<String> allowedOrigins,
        Limits limits) {
    /** The letters S, E, R and A on a telephone. */
    private static final int DEFAULT_PORT = 7372;

    private static final String LOOPBACK = "127.0.0.1";

    RestSettings {
        allowedHosts = Set.copyOf(allowedHosts);
        allowedOrigins = List.copyOf(allowedOrigins);
    }

    /**
     * @param host a name or number of this machine; {@code 0.0.0.0} or {@code ::} for all
     * @param port 0 for any that is free
     */
    record Address(String host, int port) {}

    /** Where a certificate and its private key are. */
    sealed interface TlsFiles {
        /** The files, to see whether they changed. */
        List<Path> files();
    }

    /**
     * Two PEM files.
     *
     * @param certificate the server's certificate first, then those between it and the root
     * @param key the private key, PKCS#8, not encrypted
     */
    record Pem(Path certificate, Path key) implements TlsFiles {
        @Override
        public List<Path> files() {
            return List.of(certificate, key);
        }
    }

    /** A PKCS#12 file and its password. */
    record Pkcs12(Path keystore, String password) implements TlsFiles {
        @Override
        public List<Path> files() {
            return List.of(keystore);
        }

        @Override
        public String toString() {
            return "Pkcs12[" + keystore + "]";
        }
    }

    /**
     * What requests may take.
     *
     * @param maxRequestBytes the largest body
     * @param headerTimeout how long a client may take for the headers of a request
     * @param bodyTimeout how long it may take for the body
     * @param requestTimeout how long the answer may take, waiting included
     * @param idleTimeout how long a connection may be silent
     * @param maxConnections how many connections there may be
     * @param requestsPerMinute for each key; 0 for no limit
     * @param tokensPerMinute for each key; 0 for no limit
     */
    record Limits(
            int maxRequestBytes,
            Duration headerTimeout,
            Duration bodyTimeout,
            Duration requestTimeout,
            Duration idleTimeout,
            int maxConnections,
            int requestsPerMinute,
            int tokensPerMinute) {}

    /**
     * Reads the configuration.
     *
     * @param home what relative paths are relative to
     * @param environment gives an environment variable, or null
     * @throws SeraiException where anything is wrong with it; the message names everything that is
     */
    static RestSettings read(Map<String, ?> configuration, Path home, UnaryOperator<@Nullable String> environment) {
        SettingsReader reader = new SettingsReader(configuration);
        String host = reader.text("host");
        RestSettings settings = new RestSettings(
                new Address(host == null ? LOOPBACK : host, reader.integer("port", 0, 65_535, DEFAULT_PORT)),
                tls(reader, home, environment),
                reader.flag("requireKey", false),
                lowerCase(reader.list("allowedHosts")),
                origins(reader),
                limits(reader));
        List<String> problems = reader.problems();
        if (!problems.isEmpty()) {
            throw new SeraiException(
                    RestErrors.BAD_CONFIGURATION,
                    "The configuration org.serai.rest is wrong: " + String.join("; ", problems)
                            + ". Correct etc/org.serai.rest.cfg.");
        }
        return settings;
    }

    private static Set<String> lowerCase(List<String> names) {
        return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    }

    private static Limits limits(SettingsReader reader) {
        return new Limits(
                reader.integer("maxRequestBytes", 1_000, 1 << 30, 10_000_000),
                reader.duration("headerTimeout", Duration.ofSeconds(10)),
                reader.duration("bodyTimeout", Duration.ofSeconds(60)),
                reader.duration("requestTimeout", Duration.ofMinutes(10)),
                reader.duration("idleTimeout", Duration.ofSeconds(60)),
                reader.integer("maxConnections", 1, 100_000, 1_000),
                reader.integer("requestsPerMinute", 0, Integer.MAX_VALUE, 0),
                reader.integer("tokensPerMinute", 0, Integer.MAX_VALUE, 0));
    }

    private static Optional<TlsFiles> tls(
            SettingsReader reader, Path home, UnaryOperator<@Nullable String> environment) {
        Optional<Path> certificate = reader.path("tlsCertificate", home);
        Optional<Path> key = reader.path("tlsKey", home);
        Optional<Path> keystore = reader.path("tlsKeystore", home);
        String password = reader.secret("tlsPassword", new Secrets(environment, home));
        if (certificate.isPresent() != key.isPresent()) {
            reader.reject("'tlsCertificate' and 'tlsKey', two PEM files, need each other");
        }
        if (keystore.isPresent() && certificate.isPresent()) {
            reader.reject("'tlsCertificate' and 'tlsKeystore' exclude each other");
        }
        return keystore.isPresent()
                ? Optional.of(new Pkcs12(keystore.get(), password))
                : certificate.flatMap(chain -> key.map(secret -> new Pem(chain, secret)));
    }

    private static List<String> origins(SettingsReader reader) {
        List<String> origins = reader.list("allowedOrigins");
        for (String origin : origins) {
            if (!isOrigin(origin)) {
                reader.reject("'allowedOrigins' has '" + origin
                        + "', which is no web origin such as https://portal.example:8443; name each, a * is not taken");
            }
        }
        return origins;
    }

    private static boolean isOrigin(String text) {
        try {
            URI uri = new URI(text);
            return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getRawPath().isEmpty()
                    && uri.getRawQuery() == null
                    && uri.getRawUserInfo() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    boolean isSecure() {
        return tls.isPresent();
    }
}
