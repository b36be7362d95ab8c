package org.serai.runtime.store.fetch;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.serai.error.SeraiException;

/** Sends a request and follows redirects, as far as they lead to allowed places. Thread-safe. */
public final class HttpOpener {
    private static final int MAX_REDIRECTS = 10;
    private static final String LINKED_DIGEST = "X-Linked-ETag";

    private final Duration connectTimeout;
    private final Duration readTimeout;
    private final InstantSource clock;
    private final Supplier<ProxySettings> proxies;

    /**
     * The rest of a file.
     *
     * @param start the first byte that is wanted
     * @param validator what the server called the version of the bytes before it
     */
    record Range(long start, String validator) {}

    /**
     * An answer whose body has not been read.
     *
     * @param uri where it comes from, after redirects
     * @param connection for the body and the headers
     * @param status the status code
     * @param announcedDigest what the hub says about the file
     * @param clock for dates in headers
     */
    record Response(
            URI uri, HttpURLConnection connection, int status, Optional<String> announcedDigest, InstantSource clock) {
        /** Bytes of the body; -1 where the server does not say. */
        long contentLength() {
            return connection.getContentLengthLong();
        }

        ContentRange contentRange() {
            return ContentRange.parse(connection.getHeaderField("Content-Range"));
        }

        /** A name for this version of the file that suits If-Range; empty where there is none. */
        String validator() {
            String etag = connection.getHeaderField("ETag");
            if (etag != null && etag.startsWith("\"")) {
                return etag;
            }
            String changed = connection.getHeaderField("Last-Modified");
            return changed == null ? "" : changed;
        }

        /** How long the server wants us to wait; null where it does not say. */
        @Nullable
        Duration retryAfter() {
            String header = connection.getHeaderField("Retry-After");
            if (header == null) {
                return null;
            }
            if (header.matches("\\d{1,9}")) {
                return Duration.ofSeconds(Long.parseLong(header));
            }
            try {
                Instant date = ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant();
                Duration wait = Duration.between(clock.instant(), date);
                return wait.isNegative() ? Duration.ZERO : wait;
            } catch (DateTimeException notADate) {
                return null;
            }
        }
    }

    /**
     * @param connectTimeout how long a server may take to accept a connection
     * @param readTimeout how long it may be silent
     * @param clock for dates in headers
     * @param proxies asked for with each request, so that a wrong setting disturbs nothing else
     */
    HttpOpener(Duration connectTimeout, Duration readTimeout, InstantSource clock, Supplier<ProxySettings> proxies) {
        this.connectTimeout = connectTimeout;
        this.readTimeout = readTimeout;
        this.clock = clock;
        this.proxies = proxies;
    }

    /**
     * Asks for a file.
     *
     * @param token sent to the server of {@code first} only
     * @throws IOException where no answer came
     */
    Response open(URI first, Optional<String> token, Optional<Range> range) throws IOException {
        URI uri = first;
        Optional<String> digest = Optional.empty();
        for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
            HttpURLConnection connection = request(uri, token.filter(secretFor(first, uri)), range);
            int status = connection.getResponseCode();
            digest = digest.or(() -> linkedDigest(connection));
            if (!isRedirect(status)) {
                return new Response(uri, connection, status, digest, clock);
            }
            URI next = target(uri, connection.getHeaderField("Location"));
            connection.disconnect();
            uri = next;
        }
        throw new SeraiException(
                FetchErrors.BAD_REDIRECT,
                first.getHost() + " redirects more than " + MAX_REDIRECTS + " times; give up");
    }

    private static Predicate<String> secretFor(URI first, URI uri) {
        return secret -> WebAddress.sameServer(first, uri);
    }

    private HttpURLConnection request(URI uri, Optional<String> token, Optional<Range> range) throws IOException {
        HttpURLConnection connection = connect(uri);
        connection.setConnectTimeout((int) connectTimeout.toMillis());
        connection.setReadTimeout((int) readTimeout.toMillis());
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setRequestProperty("User-Agent", "serai");
        connection.setRequestProperty("Accept-Encoding", "identity");
        token.ifPresent(secret -> connection.setRequestProperty("Authorization", "Bearer " + secret));
        range.ifPresent(rest -> {
            connection.setRequestProperty("Range", "bytes=" + rest.start() + "-");
            connection.setRequestProperty("If-Range", rest.validator());
        });
        return connection;
    }

    /** Without a proxy in the environment, Java's own settings hold. */
    private HttpURLConnection connect(URI uri) throws IOException {
        Optional<ProxySettings.Route> route = proxies.get().to(uri);
        if (route.isEmpty()) {
            return (HttpURLConnection) uri.toURL().openConnection();
        }
        HttpURLConnection connection =
                (HttpURLConnection) uri.toURL().openConnection(route.get().proxy());
        route.get().user().ifPresent(connection::setAuthenticator);
        return connection;
    }

    private static boolean isRedirect(int status) {
        return switch (status) {
            case HttpURLConnection.HTTP_MOVED_PERM,
                    HttpURLConnection.HTTP_MOVED_TEMP,
                    HttpURLConnection.HTTP_SEE_OTHER,
                    HttpStatus.TEMPORARY_REDIRECT,
                    HttpStatus.PERMANENT_REDIRECT -> true;
            default -> false;
        };
    }

    private static URI target(URI from, @Nullable String location) {
        try {
            URI target = from.resolve(new URI(location == null ? "" : location));
            boolean downgrade = "https".equals(from.getScheme()) && !"https".equals(target.getScheme());
            if (location != null && WebAddress.isAllowed(target) && !downgrade) {
                return target;
            }
        } catch (URISyntaxException e) {
            throw badRedirect(from, String.valueOf(location), e);
        }
        throw badRedirect(from, String.valueOf(location), null);
    }

    private static SeraiException badRedirect(URI from, String location, @Nullable Throwable cause) {
        return new SeraiException(
                FetchErrors.BAD_REDIRECT,
                from.getHost() + " redirects to '" + location.replaceFirst("\\?.*", "?…")
                        + "', which is no https address; the file is not fetched",
                cause);
    }

    /** The hub names the SHA-256 of a large file on its own answer, before it redirects to where the file lies. */
    private static Optional<String> linkedDigest(HttpURLConnection connection) {
        return Optional.ofNullable(connection.getHeaderField(LINKED_DIGEST))
                .map(value -> value.replace("\"", ""))
                .filter(Digests::isHex)
                .map(Digests::ofHex);
    }
}
