package org.serai.connector.rest.server;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.jetty.ee10.servlet.ServletHandler;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;
import org.serai.connector.rest.RestErrors;
import org.serai.error.SeraiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An address that is listened on. It is bound, and its certificate proved, before any server knows of it, so that what
 * cannot work is refused with its reason and what worked before goes on. Not thread-safe.
 */
final class Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
    private static final int BACKLOG = 256;
    private static final int HEADER_BYTES = 16 << 10;

    private final RestSettings settings;
    private final ServerSocketChannel channel;
    private final Optional<SslContextFactory.Server> tls;
    private final SlowClients slowClients;
    private @Nullable ServerConnector connector;
    private @Nullable Instant expires;

    private Listener(RestSettings settings, ServerSocketChannel channel, @Nullable Certificates certificates) {
        this.settings = settings;
        this.channel = channel;
        this.tls = Optional.ofNullable(certificates).map(Listener::contextFactory);
        this.expires = certificates == null ? null : certificates.expires();
        this.slowClients = new SlowClients(settings.limits().headerTimeout(), System::nanoTime);
    }

    /**
     * Binds the address.
     *
     * @throws SeraiException where the certificate is not usable, or the address is taken or not of this machine
     */
    static Listener bind(RestSettings settings, @Nullable Certificates certificates) {
        RestSettings.Address address = settings.address();
        InetSocketAddress socket = new InetSocketAddress(address.host(), address.port());
        if (socket.isUnresolved()) {
            throw unusable(address, "nobody knows the name", null);
        }
        ServerSocketChannel channel = null;
        try {
            channel = ServerSocketChannel.open();
            channel.bind(socket, BACKLOG);
            return new Listener(settings, channel, certificates);
        } catch (IOException e) {
            close(channel);
            throw unusable(
                    address,
                    e instanceof BindException && String.valueOf(e.getMessage()).contains("in use")
                            ? "another program listens there"
                            : e.getMessage(),
                    e);
        }
    }

    private static void close(@Nullable ServerSocketChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            LOG.debug("A channel that was never used cannot be closed", e);
        }
    }

    private static SeraiException unusable(RestSettings.Address address, @Nullable String why, @Nullable Exception e) {
        return new SeraiException(
                RestErrors.ADDRESS_UNUSABLE,
                "HTTP cannot listen on " + address.host() + ":" + address.port() + ": " + why
                        + ". Stop what listens there, or choose another port in etc/org.serai.rest.cfg; everything"
                        + " else runs without.",
                e);
    }

    private static SslContextFactory.Server contextFactory(Certificates certificates) {
        SslContextFactory.Server factory = new SslContextFactory.Server();
        present(factory, certificates);
        factory.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        return factory;
    }

    private static void present(SslContextFactory factory, Certificates certificates) {
        factory.setKeyStore(certificates.keystore());
        factory.setKeyStorePassword(certificates.password());
        factory.setKeyManagerPassword(certificates.password());
    }

    RestSettings settings() {
        return settings;
    }

    /** Where clients reach it; with the real port where any was asked for. */
    String url() {
        String host = settings.address().host();
        return (settings.isSecure() ? "https" : "http") + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":"
                + channel.socket().getLocalPort();
    }

    /** When the certificate expires, where there is one. */
    Optional<Instant> expires() {
        return Optional.ofNullable(expires);
    }

    /** Presents another certificate to connections that begin from now on. */
    void present(Certificates certificates) throws Exception {
        if (tls.isPresent()) {
            tls.get().reload(factory -> present(factory, certificates));
            expires = certificates.expires();
        }
    }

    /** Begins to accept connections for a server. */
    void start(Server server) throws Exception {
        HttpConnectionFactory http = new HttpConnectionFactory(configuration());
        ServerConnector made = tls.isPresent()
                ? new ServerConnector(
                        server, 1, 1, new SslConnectionFactory(tls.get(), HttpVersion.HTTP_1_1.asString()), http)
                : new ServerConnector(server, 1, 1, http);
        made.setIdleTimeout(settings.limits().idleTimeout().toMillis());
        made.open(channel);
        made.addBean(new NetworkConnectionLimit(settings.limits().maxConnections(), made));
        server.addConnector(made);
        // Felix's dispatcher asks for the decoded path, which Jetty refuses to tell of encoded slashes otherwise.
        server.getDescendants(ServletHandler.class).forEach(servlets -> servlets.setDecodeAmbiguousURIs(true));
        made.start();
        connector = made;
    }

    private HttpConfiguration configuration() {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setRequestHeaderSize(HEADER_BYTES);
        // names of models have slashes; Felix hands the path on undecoded, and each segment is decoded by itself
        http.setUriCompliance(UriCompliance.from("DEFAULT,AMBIGUOUS_PATH_SEPARATOR,AMBIGUOUS_PATH_ENCODING"));
        http.addCustomizer(slowClients);
        if (settings.isSecure()) {
            http.addCustomizer(new SecureRequestCustomizer(false));
        }
        return http;
    }

    /** Looks for clients that are too slow; to be called now and then. */
    void sweep() {
        ServerConnector current = connector;
        if (current != null) {
            slowClients.sweep(current);
        }
    }

    /** True where connections are accepted. */
    boolean isRunning() {
        ServerConnector current = connector;
        return current != null && current.isRunning();
    }

    /** Accepts no more; what is under way goes on. */
    void stopAccepting() {
        close(channel);
    }

    /** True where nobody is connected. */
    boolean isDeserted() {
        ServerConnector current = connector;
        return current == null || current.getConnectedEndPoints().isEmpty();
    }

    /** Ends everything. */
    void close() {
        close(channel);
        ServerConnector current = connector;
        if (current != null) {
            try {
                current.stop();
            } catch (Exception e) {
                LOG.warn("Listening on {} did not end cleanly", url(), e);
            }
            current.getServer().removeConnector(current);
        }
    }
}
