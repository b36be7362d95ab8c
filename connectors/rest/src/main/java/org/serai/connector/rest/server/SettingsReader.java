package org.serai.connector.rest.server;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.serai.connector.rest.RestErrors;
import org.serai.error.SeraiException;

/** Makes settings of configuration, and names everything that is wrong with it at once. */
final class SettingsReader {
    /** The letters S, E, R and A on a telephone. */
    static final int DEFAULT_PORT = 7372;

    private static final Set<String> KEYS = Set.of(
            "host",
            "port",
            "requireKey",
            "allowedHosts",
            "allowedOrigins",
            "tlsCertificate",
            "tlsKey",
            "tlsKeystore",
            "tlsPassword",
            "maxRequestBytes",
            "headerTimeout",
            "bodyTimeout",
            "requestTimeout",
            "idleTimeout",
            "maxConnections",
            "requestsPerMinute",
            "tokensPerMinute");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");
    private static final Pattern NOT_OURS = Pattern.compile("service\\..*|component\\..*|felix\\..*|osgi\\..*|\\..*");

    private final Map<String, ?> values;
    private final Path home;
    private final UnaryOperator<@Nullable String> environment;
    private final List<String> problems = new ArrayList<>();

    private SettingsReader(Map<String, ?> values, Path home, UnaryOperator<@Nullable String> environment) {
        this.values = values;
        this.home = home;
        this.environment = environment;
    }

    /**
     * @param home what relative paths are relative to
     * @param environment gives an environment variable, or null
     * @throws SeraiException where anything is wrong
     */
    static RestSettings read(Map<String, ?> values, Path home, UnaryOperator<@Nullable String> environment) {
        return new SettingsReader(values, home, environment).settings();
    }

    private RestSettings settings() {
        refuseUnknownKeys();
        RestSettings settings = new RestSettings(
                new RestSettings.Address(text("host", "127.0.0.1"), number("port", DEFAULT_PORT, 0, 65_535)),
                tls(),
                flag("requireKey"),
                Set.copyOf(list("allowedHosts").stream()
                        .map(host -> host.toLowerCase(Locale.ROOT))
                        .toList()),
                origins(),
                new RestSettings.Limits(
                        number("maxRequestBytes", 10_000_000, 1_000, 1 << 30),
                        duration("headerTimeout", Duration.ofSeconds(10)),
                        duration("bodyTimeout", Duration.ofSeconds(60)),
                        duration("requestTimeout", Duration.ofMinutes(10)),
                        duration("idleTimeout", Duration.ofSeconds(60)),
                        number("maxConnections", 1_000, 1, 100_000),
                        number("requestsPerMinute", 0, 0, 1_000_000_000),
                        number("tokensPerMinute", 0, 0, 1_000_000_000)));
        if (!problems.isEmpty()) {
            throw new SeraiException(
                    RestErrors.BAD_CONFIGURATION,
                    "The configuration org.serai.rest is wrong: " + String.join("; ", problems)
                            + ". Correct etc/org.serai.rest.cfg.");
        }
        return settings;
    }

    private void refuseUnknownKeys() {
        Set<String> unknown = new TreeSet<>(values.keySet());
        unknown.removeIf(key -> KEYS.contains(key) || NOT_OURS.matcher(key).matches());
        if (!unknown.isEmpty()) {
            problems.add("there is no key " + String.join(", ", unknown) + " (there are "
                    + String.join(", ", new TreeSet<>(KEYS)) + ")");
        }
    }

    private Optional<RestSettings.TlsFiles> tls() {
        Optional<Path> certificate = path("tlsCertificate");
        Optional<Path> key = path("tlsKey");
        Optional<Path> keystore = path("tlsKeystore");
        if (certificate.isPresent() != key.isPresent()) {
            problems.add("tlsCertificate and tlsKey, two PEM files, need each other");
        }
        if (keystore.isPresent() && certificate.isPresent()) {
            problems.add("tlsCertificate and tlsKeystore exclude each other");
        }
        if (keystore.isPresent()) {
            return Optional.of(new RestSettings.Pkcs12(keystore.get(), secret("tlsPassword")));
        }
        return certificate.flatMap(chain -> key.map(secret -> new RestSettings.Pem(chain, secret)));
    }

    private List<String> origins() {
        List<String> origins = list("allowedOrigins");
        for (String origin : origins) {
            if (!isOrigin(origin)) {
                problems.add("allowedOrigins has '" + origin
                        + "', which is no web origin such as https://portal.example:8443; a * is not taken, name each");
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

    private String text(String key, String otherwise) {
        Object value = values.get(key);
        String text = value == null ? "" : value.toString().trim();
        return text.isEmpty() ? otherwise : text;
    }

    private List<String> list(String key) {
        return Arrays.stream(text(key, "").split(","))
                .map(String::trim)
                .filter(item -> !item.isEmpty())
                .toList();
    }

    private boolean flag(String key) {
        String text = text(key, "false");
        if (!text.equals("true") && !text.equals("false")) {
            problems.add(key + " is '" + text + "', and can be true or false");
        }
        return text.equals("true");
    }

    private int number(String key, int otherwise, int least, int most) {
        String text = text(key, Integer.toString(otherwise));
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        problems.add(key + " is '" + text + "', and must be a number from " + least + " to " + most);
        return otherwise;
    }

    private Duration duration(String key, Duration otherwise) {
        String text = text(key, otherwise.toMillis() + "ms");
        Matcher matcher = DURATION.matcher(text);
        if (matcher.matches()) {
            long amount = Long.parseLong(matcher.group(1));
            Duration duration =
                    switch (matcher.group(2)) {
                        case "ms" -> Duration.ofMillis(amount);
                        case "s" -> Duration.ofSeconds(amount);
                        case "m" -> Duration.ofMinutes(amount);
                        default -> Duration.ofHours(amount);
                    };
            if (duration.isPositive() && duration.compareTo(Duration.ofDays(7)) <= 0) {
                return duration;
            }
        }
        problems.add(key + " is '" + text + "', and must be a time from 1ms to 168h, such as 500ms, 30s, 10m or 1h");
        return otherwise;
    }

    private Optional<Path> path(String key) {
        String text = text(key, "");
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(home.resolve(text));
        } catch (InvalidPathException e) {
            problems.add(key + " is '" + text + "', which is no path");
            return Optional.empty();
        }
    }

    /** A secret as it stands there, from {@code env:NAME}, or from {@code file:PATH}. */
    private String secret(String key) {
        String text = text(key, "");
        if (text.startsWith("env:")) {
            String name = text.substring("env:".length());
            String value = environment.apply(name);
            if (value == null) {
                problems.add(key + " names the environment variable " + name + ", which is not set");
                return "";
            }
            return value;
        }
        if (text.startsWith("file:")) {
            Path file = home.resolve(text.substring("file:".length()));
            try {
                return Files.readString(file).strip();
            } catch (IOException e) {
                problems.add(key + " names the file " + file + ", which cannot be read (" + e + ")");
                return "";
            }
        }
        return text;
    }
}
