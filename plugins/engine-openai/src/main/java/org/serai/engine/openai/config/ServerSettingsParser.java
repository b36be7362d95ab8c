package org.serai.engine.openai.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.serai.engine.openai.config.Dialect.Trait;
import org.serai.engine.openai.error.RemoteErrors;
import org.serai.error.SeraiException;
import org.serai.settings.Secrets;
import org.serai.settings.SettingsReader;

/**
 * Turns the key-value pairs of a configuration file into {@link ServerSettings}; {@code docs/engine-openai.md} lists the
 * keys.
 */
public final class ServerSettingsParser {
    /** What the PID of a configuration begins with; {@code ~NAME} behind it names the engine. */
    public static final String PID = "org.serai.engine.openai";

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");
    private static final Set<String> TAKEN = Set.of("decoder");
    private static final int MOST_RETRIES = 10;
    private static final int MOST_FAILURES = 1000;

    private final String name;
    private final SettingsReader reader;
    private final Path home;
    private final Secrets secrets;

    private ServerSettingsParser(String name, SettingsReader reader, Path home, Secrets secrets) {
        this.name = name;
        this.reader = reader;
        this.home = home;
        this.secrets = secrets;
    }

    /**
     * Reads a configuration.
     *
     * @param pid {@code org.serai.engine.openai~NAME}
     * @param home what relative paths are relative to
     * @throws SeraiException that names every problem
     */
    public static ServerSettings parse(String pid, Map<String, ?> configuration, Path home, Secrets secrets) {
        String name = pid.startsWith(PID + "~") ? pid.substring(PID.length() + 1) : "";
        SettingsReader reader = new SettingsReader(configuration);
        ServerSettings settings = new ServerSettingsParser(name, reader, home, secrets).read();
        List<String> problems = reader.problems();
        if (!problems.isEmpty()) {
            throw new SeraiException(
                    RemoteErrors.BAD_CONFIGURATION,
                    "The configuration of server '" + name + "' is wrong: " + String.join("; ", problems)
                            + ". Correct etc/" + pid + ".cfg");
        }
        return settings;
    }

    private ServerSettings read() {
        checkName();
        URI url = url();
        Dialect dialect = dialect();
        return new ServerSettings(
                name,
                url,
                key(url),
                reader.path("caFile", home),
                Optional.ofNullable(reader.value("proxy", "HOST:PORT", ServerSettingsParser::proxy)),
                dialect,
                traits(dialect),
                reader.flag("tools", false),
                models(),
                reader.optionalInteger("context", 1, Integer.MAX_VALUE),
                new ServerSettings.Limits(
                        reader.duration("connectTimeout", Duration.ofSeconds(5)),
                        reader.duration("firstTokenTimeout", Duration.ofMinutes(2)),
                        reader.duration("nextTokenTimeout", Duration.ofSeconds(30)),
                        reader.duration("totalTimeout", Duration.ofMinutes(30))),
                new ServerSettings.Retries(
                        reader.integer("retries", 0, MOST_RETRIES, 2),
                        reader.duration("retryPause", Duration.ofMillis(250)),
                        reader.duration("longestRetryPause", Duration.ofSeconds(10))),
                new ServerSettings.Breaker(
                        reader.integer("breakerFailures", 1, MOST_FAILURES, 3),
                        reader.duration("breakerPause", Duration.ofSeconds(1)),
                        reader.duration("longestBreakerPause", Duration.ofMinutes(1))));
    }

    private void checkName() {
        if (!NAME.matcher(name).matches()) {
            reader.reject("the file needs a name as etc/" + PID
                    + "~NAME.cfg, of lower-case letters, digits, dots, hyphens and underscores");
        }
        if (TAKEN.contains(name)) {
            reader.reject("'" + name + "' is the name of an engine that computes on this machine; take another one");
        }
    }

    private URI url() {
        reader.required("url");
        URI url = reader.value("url", "a URL such as http://127.0.0.1:8000/v1", ServerSettingsParser::url);
        return url == null ? URI.create("http://localhost") : url;
    }

    private static @Nullable URI url(String text) {
        try {
            URI url = new URI(text.replaceFirst("/+$", ""));
            boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            boolean bare = url.getUserInfo() == null && url.getQuery() == null && url.getFragment() == null;
            return web && bare && url.getHost() != null ? url : null;
        } catch (URISyntaxException e) {
            return null; // told as every other value that cannot be
        }
    }

    private ApiKey key(URI url) {
        String key = reader.secret("apiKey", secrets);
        boolean open = reader.flag("allowPlainHttp", false);
        if (key.chars().anyMatch(character -> character <= ' ' || character > '~')) {
            reader.reject("'apiKey' has characters that no header can carry");
        }
        if (!key.isEmpty() && !open && "http".equals(url.getScheme()) && !isLoopback(url.getHost())) {
            reader.reject("the key would travel to " + url.getHost()
                    + " where anybody on the way can read it; use https, or set allowPlainHttp = true");
        }
        String reference = reader.text("apiKey");
        return new ApiKey(name, reference == null ? "" : reference, secrets);
    }

    /** Names are not looked up: only this machine's own name for itself and addresses count. */
    private static boolean isLoopback(String host) {
        if (host.equals("localhost")) {
            return true;
        }
        boolean address = host.startsWith("[") || host.chars().allMatch(c -> c == '.' || Character.isDigit(c));
        try {
            return address && InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static @Nullable InetSocketAddress proxy(String text) {
        int colon = text.lastIndexOf(':');
        return colon <= 0 || text.contains("/")
                ? null
                : InetSocketAddress.createUnresolved(
                        text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }

    private Dialect dialect() {
        String label = reader.choice(
                "dialect", Arrays.stream(Dialect.values()).map(Dialect::label).toList());
        return Dialect.valueOf(label.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private Set<Trait> traits(Dialect dialect) {
        EnumSet<Trait> traits = EnumSet.noneOf(Trait.class);
        for (Trait trait : Trait.values()) {
            boolean usual = dialect.has(trait);
            boolean has =
                    switch (trait) {
                        case LOGPROBS -> reader.flag("logprobs", usual);
                        case JSON_OBJECT -> reader.flag("jsonObject", usual);
                        case JSON_SCHEMA -> reader.flag("jsonSchema", usual);
                        case IGNORE_EOS, TOKEN_PROMPTS, TEMPLATE_VARIABLES, NAMED_TOOL -> usual;
                    };
            if (has) {
                traits.add(trait);
            }
        }
        return traits;
    }

    private Map<String, String> models() {
        Map<String, String> models = new LinkedHashMap<>();
        for (String pair : reader.list("models")) {
            String[] parts = pair.split("=", 2);
            if (parts.length < 2 || parts[0].isBlank() || parts[1].isBlank()) {
                reader.reject(
                        "'models' must be NAME=NAME-ON-THE-SERVER pairs separated by commas, and has '" + pair + "'");
            } else {
                models.put(parts[0].strip(), parts[1].strip());
            }
        }
        return models;
    }
}
