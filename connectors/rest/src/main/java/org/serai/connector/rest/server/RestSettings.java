package org.serai.connector.rest.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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

    boolean isSecure() {
        return tls.isPresent();
    }
}
