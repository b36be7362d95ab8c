package org.serai.engine.openai.config;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.serai.engine.Capability;
import org.serai.engine.openai.config.Dialect.Trait;

/**
 * The configuration of a server.
 *
 * @param name what aliases call the engine
 * @param url what the paths of the protocol are added to, such as {@code http://127.0.0.1:8000/v1}
 * @param key what the server knows Serai by
 * @param certificates PEM file of certificates to trust instead of those of the Java platform
 * @param proxy what connections go through; nothing else is ever used as one
 * @param dialect how the server speaks
 * @param traits what it can do
 * @param tools whether tools are passed on to it
 * @param models what the server calls models that have another name here
 * @param context tokens that one request may hold, where the server does not tell
 * @param limits how long it may take
 * @param retries how often a request is tried again
 * @param breaker when the server is left alone
 */
public record ServerSettings(
        String name,
        URI url,
        ApiKey key,
        Optional<Path> certificates,
        Optional<InetSocketAddress> proxy,
        Dialect dialect,
        Set<Trait> traits,
        boolean tools,
        Map<String, String> models,
        OptionalInt context,
        Limits limits,
        Retries retries,
        Breaker breaker) {
    public ServerSettings {
        traits = Set.copyOf(traits);
        models = Map.copyOf(models);
    }

    /**
     * How long the server may take.
     *
     * @param connect to take a connection
     * @param firstToken from the request to the first token
     * @param nextToken between two tokens
     * @param total for a whole answer, attempts and pauses included
     */
    public record Limits(Duration connect, Duration firstToken, Duration nextToken, Duration total) {}

    /**
     * How often a request is tried again. Only before its first token.
     *
     * @param count attempts after the first one
     * @param firstPause before the first of them; each next pause is twice as long
     * @param longestPause the longest pause, and the longest {@code Retry-After} that is waited for
     */
    public record Retries(int count, Duration firstPause, Duration longestPause) {}

    /**
     * When the server is left alone.
     *
     * @param failures this many in a row
     * @param firstPause until it is looked at again; each next pause is twice as long
     * @param longestPause the longest one
     */
    public record Breaker(int failures, Duration firstPause, Duration longestPause) {}

    /** What sessions with this server can do beside writing text. */
    public Set<Capability> capabilities() {
        Set<Capability> all = EnumSet.noneOf(Capability.class);
        if (traits.contains(Trait.JSON_OBJECT)) {
            all.add(Capability.JSON_OBJECT);
        }
        if (traits.contains(Trait.JSON_SCHEMA)) {
            all.add(Capability.JSON_SCHEMA);
        }
        if (tools) {
            all.add(Capability.TOOLS);
        }
        return all;
    }

    /** Host and port, for people. */
    public String place() {
        return url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort();
    }

    /** What the server calls a model. */
    public String nameOnServer(String model) {
        return models.getOrDefault(model, model);
    }
}
