package org.serai.it.benchmarks.documents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;

/** A plain route of Camel from folder to folder, which posts each document to llama-server; as many at once as it has slots. */
final class LlamaServerSide implements Side {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long LOOK_MILLIS = 100;

    private final Process server;
    private final URI address;
    private final String instruction;
    private final Folders folders;
    private final HttpClient http = HttpClient.newHttpClient();
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final AtomicLong promptTokens = new AtomicLong();
    private final AtomicLong answerTokens = new AtomicLong();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    private LlamaServerSide(Process server, int port, Path home, String instruction) {
        this.server = server;
        this.address = URI.create("http://127.0.0.1:" + port);
        this.instruction = instruction;
        this.folders = new Folders(home.resolve("inbox"), home.resolve("outbox"));
    }

    /** @param program llama-server */
    static LlamaServerSide start(Path program, Path home, Settings settings, int slots, String instruction)
            throws Exception {
        Files.createDirectories(home.resolve("inbox"));
        int port = freePort();
        Process server = new ProcessBuilder(
                        program.toString(),
                        "-m",
                        settings.model().toString(),
                        "-t",
                        Integer.toString(settings.threads()),
                        "-np",
                        Integer.toString(slots),
                        "-c",
                        Integer.toString(slots * Settings.CONTEXT),
                        "-fa",
                        "on",
                        "--host",
                        "127.0.0.1",
                        "--port",
                        Integer.toString(port))
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("llama-server.log").toFile())
                .start();
        LlamaServerSide side = new LlamaServerSide(server, port, home, instruction);
        try {
            side.awaitServer();
            side.route(slots);
            return side;
        } catch (Exception e) {
            side.close();
            throw e;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitServer() throws IOException, InterruptedException {
        HttpRequest health = HttpRequest.newBuilder(address.resolve("/health")).build();
        while (true) {
            requireServer();
            try {
                if (http.send(health, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
            } catch (ConnectException e) {
                // it does not listen yet
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private void requireServer() {
        if (!server.isAlive()) {
            throw new IllegalStateException("llama-server ended with status " + server.exitValue());
        }
    }

    private void route(int slots) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(Exception.class)
                        .process(exchange -> failure.compareAndSet(
                                null, exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)));
                from("file:" + folders.inbox() + "?delete=true&delay=100&initialDelay=0")
                        .threads(slots, slots)
                        .maxQueueSize(slots)
                        .process(exchange ->
                                exchange.getIn().setBody(ask(exchange.getIn().getBody(String.class))))
                        .to("file:" + folders.outbox());
            }
        });
        camel.start();
    }

    private String ask(String letter) throws IOException, InterruptedException {
        ObjectNode request = JSON.createObjectNode();
        request.putArray("messages")
                .add(JSON.createObjectNode().put("role", "system").put("content", instruction))
                .add(JSON.createObjectNode().put("role", "user").put("content", letter));
        request.put("max_tokens", Settings.ANSWER_TOKENS).put("temperature", 0);
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(address.resolve("/v1/chat/completions"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(request)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException("llama-server answered " + response.statusCode() + ": " + response.body());
        }
        JsonNode answer = JSON.readTree(response.body());
        promptTokens.addAndGet(answer.at("/usage/prompt_tokens").asLong());
        answerTokens.addAndGet(answer.at("/usage/completion_tokens").asLong());
        return answer.at("/choices/0/message/content").asText();
    }

    @Override
    public Batch answer(List<Document> documents) throws Exception {
        promptTokens.set(0);
        answerTokens.set(0);
        long began = System.nanoTime();
        folders.drop(documents);
        folders.await(documents, this::requireNoFailure);
        return new Batch(documents.size(), (System.nanoTime() - began) / 1e9, promptTokens.get(), answerTokens.get());
    }

    private void requireNoFailure() {
        requireServer();
        Exception known = failure.get();
        if (known != null) {
            throw new IllegalStateException("llama-server could not answer a document", known);
        }
    }

    @Override
    public void close() throws IOException {
        camel.close();
        server.destroy();
        server.onExit().join();
        http.close();
    }
}
