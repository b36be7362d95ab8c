package org.serai.runtime.store.fetch;

import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.serai.error.SeraiException;

/**
 * The web proxy of this machine, by the environment variables that command line tools agree on: {@code HTTPS_PROXY} or
 * {@code ALL_PROXY}, and {@code NO_PROXY} for the servers that are reached without it; each in lower case, too.
 */
public final class ProxySettings {
    private static final int DEFAULT_PORT = 3128;

    private final Optional<URI> proxy;
    private final List<String> exceptions;

    private ProxySettings(Optional<URI> proxy, List<String> exceptions) {
        this.proxy = proxy;
        this.exceptions = exceptions;
    }

    /**
     * The way to a server.
     *
     * @param proxy its proxy
     * @param user who asks, where the proxy wants to know
     */
    record Route(Proxy proxy, Optional<Authenticator> user) {}

    /** Tells nobody but the proxy. */
    private static final class User extends Authenticator {
        private final String name;
        private final String password;

        User(String nameAndPassword) {
            int colon = nameAndPassword.indexOf(':');
            name = colon < 0 ? nameAndPassword : nameAndPassword.substring(0, colon);
            password = colon < 0 ? "" : nameAndPassword.substring(colon + 1);
        }

        @Override
        protected @Nullable PasswordAuthentication getPasswordAuthentication() {
            return getRequestorType() == RequestorType.PROXY
                    ? new PasswordAuthentication(name, password.toCharArray())
                    : null;
        }
    }

    /**
     * Reads the variables.
     *
     * @throws SeraiException where the address of the proxy makes no sense
     */
    static ProxySettings of(UnaryOperator<String> environment) {
        Optional<URI> proxy = first(environment, "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")
                .map(ProxySettings::address);
        List<String> exceptions = first(environment, "no_proxy", "NO_PROXY").stream()
                .flatMap(list -> Arrays.stream(list.split("[,\\s]+", -1)))
                .map(name -> name.toLowerCase(Locale.ROOT).replaceFirst("^\\*?\\.", ""))
                .filter(name -> !name.isEmpty())
                .toList();
        return new ProxySettings(proxy, exceptions);
    }

    @SuppressWarnings("NullAway") // an operator over environment variables answers null for those that are not set
    private static Optional<String> first(UnaryOperator<String> environment, String... names) {
        return Stream.of(names)
                .map(environment)
                .filter(Objects::nonNull)
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .findFirst();
    }

    private static URI address(String text) {
        try {
            URI uri = new URI(text.contains("://") ? text : "http://" + text);
            if ("http".equals(uri.getScheme()) && uri.getHost() != null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw bad(e);
        }
        throw bad(null);
    }

    /** Says nothing of the value: it may hold a password. */
    private static SeraiException bad(@Nullable Throwable cause) {
        return new SeraiException(
                FetchErrors.BAD_PROXY,
                "The environment variable HTTPS_PROXY (or ALL_PROXY) names no web proxy: it must be"
                        + " http://[USER:PASSWORD@]HOST:PORT",
                cause);
    }

    /** The proxy on the way to a server; empty where none is configured or the server is reached without it. */
    Optional<Route> to(URI server) {
        return proxy.filter(address -> "https".equals(server.getScheme()) && !isException(server))
                .map(address -> new Route(
                        new Proxy(
                                Proxy.Type.HTTP,
                                new InetSocketAddress(
                                        address.getHost(), address.getPort() < 0 ? DEFAULT_PORT : address.getPort())),
                        Optional.ofNullable(address.getUserInfo()).map(User::new)));
    }

    /** {@code example.com} stands for itself and for what ends in {@code .example.com}; {@code *} for everything. */
    private boolean isException(URI server) {
        String host = server.getHost().toLowerCase(Locale.ROOT);
        String withPort = host + ":" + (server.getPort() < 0 ? 443 : server.getPort());
        return exceptions.stream()
                .anyMatch(name -> name.equals("*")
                        || Stream.of(host, withPort).anyMatch(it -> it.equals(name) || it.endsWith("." + name)));
    }
}
