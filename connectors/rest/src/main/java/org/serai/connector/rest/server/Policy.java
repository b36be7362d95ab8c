package org.serai.connector.rest.server;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.serai.connector.rest.RestErrors;
import org.serai.connector.rest.http.Caller;
import org.serai.connector.rest.http.HttpException;
import org.serai.connector.rest.http.Role;
import org.serai.connector.rest.security.ApiKeys;
import org.serai.connector.rest.security.RateLimits;

/**
 * Who may call, from where, and how often, under one configuration. Thread-safe.
 *
 * @param settings the configuration
 * @param keys the API keys
 * @param rates what has been used
 */
record Policy(RestSettings settings, ApiKeys keys, RateLimits rates) {
    private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final String BEARER = "bearer ";

    /** True where nobody but this machine can reach the address. */
    static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false; // listening there fails, and tells why
        }
    }

    boolean needsKey() {
        return settings.requireKey() || !isLoopback(settings.address().host());
    }

    /**
     * Refuses requests that were meant for another host. On the loopback address this is what keeps a web page from
     * reaching it: its name may point here (DNS rebinding), but the name it calls stays its own.
     *
     * @param host the header {@code Host}
     */
    void requireHost(Optional<String> host) {
        boolean loopback = isLoopback(settings.address().host());
        if (!loopback && settings.allowedHosts().isEmpty()) {
            return;
        }
        String name = host.map(Policy::withoutPort).orElse("");
        if (settings.allowedHosts().contains(name) || LOOPBACK_NAMES.contains(name)) {
            return;
        }
        throw new HttpException(
                421,
                RestErrors.WRONG_HOST,
                "The request is for the host '" + name + "', which this is not. Call it by localhost or 127.0.0.1, or"
                        + " list the name in allowedHosts in etc/org.serai.rest.cfg.");
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        return (colon > host.lastIndexOf(']') ? host.substring(0, colon) : host).toLowerCase(Locale.ROOT);
    }

    /**
     * Refuses requests of web pages that are not listed: browsers send some of them without asking first.
     *
     * @param origin the header {@code Origin}, which browsers set
     * @param own the origin by which this server was called
     * @return true where the page may read the answer
     */
    boolean requireOrigin(Optional<String> origin, String own) {
        if (origin.isEmpty() || origin.get().equals(own)) {
            return false;
        }
        if (settings.allowedOrigins().contains(origin.get())) {
            return true;
        }
        throw new HttpException(
                403,
                RestErrors.WRONG_ORIGIN,
                "Web pages of " + origin.get() + " may not call this server. List the origin in allowedOrigins in"
                        + " etc/org.serai.rest.cfg to let them.");
    }

    /**
     * Who calls.
     *
     * @param authorization the header {@code Authorization}
     * @param apiKey the header {@code X-API-Key}
     */
    Caller authenticate(Optional<String> authorization, Optional<String> apiKey) {
        Optional<String> secret = authorization
                .filter(value -> value.toLowerCase(Locale.ROOT).startsWith(BEARER))
                .map(value -> value.substring(BEARER.length()).trim())
                .or(() -> apiKey);
        Optional<Caller> caller = secret.flatMap(keys::find);
        if (caller.isPresent()) {
            return caller.get();
        }
        if (needsKey()) {
            throw new HttpException(
                    401,
                    RestErrors.NOT_AUTHENTICATED,
                    secret.isPresent()
                            ? "The API key is not one of this server. `serai key list` shows which there are."
                            : "An API key is needed: send `Authorization: Bearer KEY`. `serai key create NAME --role"
                                    + " use` makes one.");
        }
        // Clients of the OpenAI API cannot but send a key: where none is needed, any will do. Every user of this
        // machine can
        // reach the loopback address, so more than to use what is there takes a key.
        return new Caller(Caller.ANONYMOUS, Role.USE);
    }

    void requireRole(Caller caller, Role role) {
        if (caller.role().includes(role)) {
            return;
        }
        if (caller.isAnonymous()) {
            throw new HttpException(
                    401,
                    RestErrors.NOT_AUTHENTICATED,
                    "This needs an API key of the role " + role.wireName() + ": send `Authorization: Bearer KEY`."
                            + " `serai key create NAME --role " + role.wireName() + "` makes one.");
        }
        throw new HttpException(
                403,
                RestErrors.NOT_ALLOWED,
                "Key '" + caller.name() + "' has the role " + caller.role().wireName() + ", and this needs "
                        + role.wireName() + ". Use another key.");
    }
}
