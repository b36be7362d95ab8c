package org.serai.engine.openai.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.serai.engine.openai.config.ServerSettings;
import org.serai.engine.openai.error.RemoteErrors;
import org.serai.engine.openai.http.ServerFailure.Fault;
import org.serai.engine.openai.wire.ErrorBody;
import org.serai.engine.openai.wire.ModelList;
import org.serai.engine.openai.wire.OutgoingRequest;
import org.serai.error.SeraiException;

/**
 * Talks to one server. It contacts the configured address and nothing else: redirects are not followed, and no proxy is
 * used but the configured one. Thread-safe.
 */
public final class ServerConnection implements AutoCloseable {
    private static final int LARGEST_ERROR = 64 << 10;
    private static final int LARGEST_LIST = 4 << 20;
    private static final String EVENTS = "text/event-stream";

    private final ServerSettings server;
    private final InstantSource clock;
    private final HttpClient client;
    private final FailureReader failures;

    public ServerConnection(ServerSettings server, InstantSource clock) {
        this.server = server;
        this.clock = clock;
        this.failures = new FailureReader(server);
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(server.limits().connect())
                .proxy(server.proxy().map(ProxySelector::of).orElse(HttpClient.Builder.NO_PROXY));
        server.certificates().ifPresent(file -> builder.sslContext(TrustedCertificates.context(server.name(), file)));
        this.client = builder.build();
    }

    /** Sends a request; the caller closes the attempt. */
    public Attempt send(OutgoingRequest request) {
        return new Attempt(client.sendAsync(
                request(request.path())
                        .header("Content-Type", "application/json")
                        .header("Accept", EVENTS)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(request.body()))
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream()));
    }

    /**
     * Waits for the stream of an answer. The caller reads it, and closes the attempt at its end.
     *
     * @throws ServerFailure where something else comes
     */
    public InputStream stream(Attempt attempt) throws ServerFailure, IOException {
        HttpResponse<InputStream> response = attempt.await();
        if (response.statusCode() != 200) {
            throw failure(response);
        }
        String type = response.headers().firstValue("Content-Type").orElse("nothing");
        if (!type.toLowerCase(Locale.ROOT).startsWith(EVENTS)) {
            throw failures.badAnswer("content of type " + type + " and no " + EVENTS + ": "
                    + ErrorBody.of(text(response, LARGEST_ERROR)).message());
        }
        return response.body();
    }

    private ServerFailure failure(HttpResponse<InputStream> response) throws IOException {
        return failures.ofStatus(
                response.statusCode(),
                ErrorBody.of(text(response, LARGEST_ERROR)),
                response.headers().firstValue("Location"),
                response.headers()
                        .firstValue("Retry-After")
                        .flatMap(header -> RetryAfter.read(header, clock.instant())));
    }

    private static String text(HttpResponse<InputStream> response, int most) throws IOException {
        return new String(response.body().readNBytes(most), StandardCharsets.UTF_8);
    }

    /**
     * Asks for the server's models; blocks for at most twice the time to connect, and no less than a few seconds.
     *
     * @return empty where the server has no such list
     */
    public Optional<ModelList> models() throws ServerFailure {
        CompletableFuture<HttpResponse<byte[]>> asked = client.sendAsync(
                request("/models").header("Accept", "application/json").GET().build(),
                info -> HttpResponse.BodySubscribers.limiting(
                        HttpResponse.BodySubscribers.ofByteArray(), LARGEST_LIST));
        long patience = server.limits().connect().multipliedBy(2).plusSeconds(2).toMillis();
        HttpResponse<byte[]> response;
        try {
            response = asked.get(patience, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw broken(e.getCause() instanceof IOException known ? known : new IOException(e.getCause()));
        } catch (TimeoutException e) {
            asked.cancel(true);
            throw failures.slow(
                    "listed its models",
                    server.limits().connect().multipliedBy(2).plusSeconds(2));
        } catch (InterruptedException e) {
            asked.cancel(true);
            Thread.currentThread().interrupt();
            throw broken(new IOException("interrupted", e));
        }
        String body = new String(response.body(), StandardCharsets.UTF_8);
        return switch (response.statusCode()) {
            case 200 ->
                Optional.of(ModelList.of(body)
                        .orElseThrow(() -> failures.badAnswer(
                                "no list of models: " + ErrorBody.of(body).message())));
            case 404, 405, 501 -> Optional.empty();
            default ->
                throw failures.ofStatus(
                        response.statusCode(),
                        ErrorBody.of(body),
                        response.headers().firstValue("Location"),
                        response.headers()
                                .firstValue("Retry-After")
                                .flatMap(header -> RetryAfter.read(header, clock.instant())));
        };
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server.url() + path)).header("User-Agent", "Serai");
        if (!server.key().isNone()) {
            request.header("Authorization", "Bearer " + server.key().value());
        }
        return request;
    }

    /** What it means that a connection failed. */
    public ServerFailure broken(IOException cause) {
        String what =
                switch (cause) {
                    case HttpConnectTimeoutException slow ->
                        "took no connection within "
                                + FailureReader.text(server.limits().connect());
                    case SSLHandshakeException tls ->
                        "and Serai agree on no TLS connection (" + tls.getMessage()
                                + "); give the certificate of its authority in caFile";
                    case ConnectException refused -> "cannot be reached (" + reason(refused) + ")";
                    default -> "broke the connection off (" + reason(cause) + ")";
                };
        return new ServerFailure(
                Fault.CONNECTION,
                new SeraiException(
                        RemoteErrors.UNAVAILABLE,
                        "Server '" + server.name() + "' at " + server.place() + " " + what
                                + ". Look whether it runs and whether url is right",
                        cause));
    }

    private static String reason(IOException cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }

    /** What its failures mean. */
    public FailureReader failures() {
        return failures;
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
