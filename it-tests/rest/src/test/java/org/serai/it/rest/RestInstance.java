package org.serai.it.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import org.serai.it.support.SeraiHome;

/** An instance that listens on a free port of the loopback address. */
final class RestInstance implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();

    private final SeraiHome home;
    private final HttpClient client = HttpClient.newHttpClient();
    private URI address = URI.create("http://127.0.0.1");

    RestInstance(Path folder) throws IOException {
        home = new SeraiHome(folder);
        home.write("etc/org.serai.rest.cfg", "host=127.0.0.1\nport=0\n");
    }

    SeraiHome home() {
        return home;
    }

    /** Starts the instance; its aliases load their models meanwhile. */
    RestInstance start(Map<String, String> environment) throws IOException, InterruptedException {
        home.serai(environment, "start").expectSuccess();
        address = home.server();
        return this;
    }

    /** Where it listens, such as {@code http://127.0.0.1:40001}. */
    URI address() {
        return address;
    }

    /** What clients of OpenAI call the base URL. */
    String openAi() {
        return address + "/v1";
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address.resolve(path));
    }

    HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return client.send(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return JSON.readTree(text(path));
    }

    String text(String path) throws IOException, InterruptedException {
        return client.send(request(path).build(), BodyHandlers.ofString()).body();
    }

    /** How many requests an alias works on. */
    int running(String alias) {
        return load(alias, "running");
    }

    /** How many requests to an alias wait. */
    int queued(String alias) {
        return load(alias, "queued");
    }

    private int load(String alias, String figure) {
        return model(alias).path(figure).asInt(-1);
    }

    /** What the server says of an alias beyond what OpenAI's would. */
    JsonNode model(String alias) {
        try {
            return get("/v1/models/" + alias).path("serai");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    void awaitReady(String alias) throws InterruptedException {
        SeraiHome.await(alias + " to be ready", () -> {
            try {
                return get("/v1/models/" + alias).at("/serai/state").asText().equals("ready");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        });
    }

    @Override
    public void close() {
        client.close();
        home.close();
    }
}
