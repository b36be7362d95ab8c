package org.serai.runtime.store.fetch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A model hub on this machine: {@code /OWNER/REPOSITORY/resolve/REVISION/FILE} names the digest of the file and
 * redirects to another server, which sends it, in parts where they are asked for.
 */
public final class FakeHub implements AutoCloseable {
    private final HttpServer front;
    private final HttpServer storage;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, byte[]> files = new HashMap<>();
    private final Deque<Answer> frontAnswers = new ArrayDeque<>();
    private final Deque<Answer> storageAnswers = new ArrayDeque<>();
    private final List<Request> requests = new ArrayList<>();
    private String etag = "\"v1\"";
    private Optional<String> announced = Optional.empty();

    /** A request that came. */
    public record Request(boolean toStorage, String path, Optional<String> authorization, Optional<String> range) {}

    /**
     * An answer out of turn.
     *
     * @param status 200 stands for the usual answer
     * @param cutAfter bytes of the body after which the connection breaks; -1 for none
     */
    public record Answer(int status, Map<String, String> headers, int cutAfter) {
        public static Answer status(int status) {
            return new Answer(status, Map.of(), -1);
        }

        public static Answer status(int status, String header, String value) {
            return new Answer(status, Map.of(header, value), -1);
        }

        public static Answer cutAfter(int bytes) {
            return new Answer(200, Map.of(), bytes);
        }
    }

    public FakeHub() throws IOException {
        front = server(this::answerFront);
        storage = server(this::answerStorage);
    }

    private interface Handler {
        void handle(HttpExchange exchange) throws IOException;
    }

    private HttpServer server(Handler handler) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                handler.handle(exchange);
            }
        });
        server.start();
        return server;
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + front.getAddress().getPort());
    }

    private URI storageEndpoint() {
        return URI.create("http://127.0.0.1:" + storage.getAddress().getPort());
    }

    public synchronized FakeHub file(String path, byte[] content) {
        files.put(path, content.clone());
        return this;
    }

    public synchronized FakeHub nextFront(Answer... answers) {
        frontAnswers.addAll(List.of(answers));
        return this;
    }

    public synchronized FakeHub nextStorage(Answer... answers) {
        storageAnswers.addAll(List.of(answers));
        return this;
    }

    public synchronized FakeHub etag(String value) {
        etag = value;
        return this;
    }

    /** Makes the hub announce this digest, whatever the file is. */
    public synchronized FakeHub announce(String digest) {
        announced = Optional.of(digest);
        return this;
    }

    public synchronized List<Request> requests() {
        return List.copyOf(requests);
    }

    public synchronized List<String> ranges() {
        return requests.stream()
                .filter(Request::toStorage)
                .map(request -> request.range().orElse("all"))
                .toList();
    }

    private synchronized Optional<Answer> take(HttpExchange exchange, boolean toStorage) {
        requests.add(new Request(
                toStorage,
                exchange.getRequestURI().getPath(),
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")),
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("Range"))));
        return Optional.ofNullable((toStorage ? storageAnswers : frontAnswers).poll());
    }

    private void answerFront(HttpExchange exchange) throws IOException {
        Optional<Answer> answer = take(exchange, false);
        if (answer.isPresent()) {
            send(exchange, answer.get());
            return;
        }
        byte[] content = content(exchange);
        if (content == null) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        exchange.getResponseHeaders()
                .add("X-Linked-ETag", "\"" + announced.orElseGet(() -> TestFiles.sha256(content)) + "\"");
        String path = exchange.getRequestURI().getRawPath();
        exchange.getResponseHeaders().add("Location", storageEndpoint() + path + "?signature=secret");
        exchange.sendResponseHeaders(302, -1);
    }

    private synchronized byte @Nullable [] content(HttpExchange exchange) {
        return files.get(exchange.getRequestURI().getPath());
    }

    private void answerStorage(HttpExchange exchange) throws IOException {
        Optional<Answer> answer = take(exchange, true);
        if (answer.isPresent() && answer.get().status() != 200) {
            send(exchange, answer.get());
            return;
        }
        byte[] content = content(exchange);
        if (content == null) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        int start = start(exchange);
        exchange.getResponseHeaders().add("ETag", etag);
        if (start > 0 && start >= content.length) {
            exchange.getResponseHeaders().add("Content-Range", "bytes */" + content.length);
            exchange.sendResponseHeaders(416, -1);
            return;
        }
        if (start > 0) {
            exchange.getResponseHeaders()
                    .add("Content-Range", "bytes " + start + "-" + (content.length - 1) + "/" + content.length);
        }
        exchange.sendResponseHeaders(start > 0 ? 206 : 200, content.length - start);
        int cut = answer.map(Answer::cutAfter).orElse(-1);
        int length = cut < 0 ? content.length - start : Math.min(cut, content.length - start);
        OutputStream body = exchange.getResponseBody();
        body.write(content, start, length);
        body.flush();
        if (cut >= 0) {
            throw new IOException("the test breaks the connection");
        }
    }

    private int start(HttpExchange exchange) {
        String range = exchange.getRequestHeaders().getFirst("Range");
        boolean same = etag.equals(exchange.getRequestHeaders().getFirst("If-Range"));
        return range == null || !same ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        answer.headers().forEach(exchange.getResponseHeaders()::add);
        exchange.sendResponseHeaders(answer.status(), -1);
    }

    @Override
    public void close() {
        front.stop(0);
        storage.stop(0);
        threads.shutdownNow();
    }
}
