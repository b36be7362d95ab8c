package org.serai.engine.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP server that does what a test says, byte by byte: what is right is done by {@link ToyModel}. */
final class ScriptedServer implements AutoCloseable {
    private static final JsonMapper MAPPER = new JsonMapper();

    private final ServerSocket socket;
    private final Queue<Behaviour> script = new ConcurrentLinkedQueue<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile Behaviour models = ToyModel::list;
    private volatile Behaviour otherwise = ToyModel::answer;

    /** How a request is answered. */
    @FunctionalInterface
    interface Behaviour {
        void answer(Exchange exchange) throws IOException, InterruptedException;
    }

    /** A request as it came; names of headers in lower case. */
    record Request(String method, String path, Map<String, String> headers, String body) {
        JsonNode json() {
            try {
                return MAPPER.readTree(body);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    ScriptedServer() throws IOException {
        this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    }

    /** @param socket bound already */
    ScriptedServer(ServerSocket socket) {
        this.socket = socket;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    String url() {
        return "http://127.0.0.1:" + port() + "/v1";
    }

    /** The next requests for answers are met so, one after the other; those after them as they should be. */
    ScriptedServer then(Behaviour... behaviours) {
        script.addAll(Arrays.asList(behaviours));
        return this;
    }

    /** All requests for answers that no script is left for are met so. */
    ScriptedServer otherwise(Behaviour behaviour) {
        otherwise = behaviour;
        return this;
    }

    /** How requests for the list of models are met. */
    ScriptedServer listing(Behaviour behaviour) {
        models = behaviour;
        return this;
    }

    /** The requests for answers so far. */
    List<Request> asked() {
        return requests.stream()
                .filter(request -> request.method().equals("POST"))
                .toList();
    }

    /** All requests so far. */
    List<Request> requests() {
        return requests;
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                open.add(connection);
                if (socket.isClosed()) { // and so nobody else sees this one any more
                    reset(connection);
                }
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            Request request = read(connection.getInputStream());
            requests.add(request);
            Behaviour next = request.method().equals("GET") ? models : script.poll();
            (next == null ? otherwise : next).answer(new Exchange(request, connection));
        } catch (IOException e) {
            // the client went, as tests want it to
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(connection);
        }
    }

    private static Request read(InputStream in) throws IOException {
        String[] first = line(in).split(" ", 3);
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        return new Request(first[0], first[1], headers, new String(in.readNBytes(length), StandardCharsets.UTF_8));
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new SocketException("The client sent no whole request");
            }
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(StandardCharsets.US_ASCII);
    }

    /** Takes no more connections and breaks off those that are there, as a killed process does. */
    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket connection : open) {
            reset(connection);
        }
    }

    /** Does nothing to a connection that was closed, which its own thread may do at any moment. */
    private static void reset(Socket connection) throws IOException {
        try {
            connection.setSoLinger(true, 0);
        } catch (SocketException e) {
            if (!connection.isClosed()) {
                throw e;
            }
        }
        connection.close();
    }

    /** One request and the connection that it came by. */
    static final class Exchange {
        private final Request request;
        private final Socket connection;

        Exchange(Request request, Socket connection) {
            this.request = request;
            this.connection = connection;
        }

        Request request() {
            return request;
        }

        /** Writes bytes as they are. */
        Exchange raw(String text) throws IOException {
            OutputStream out = connection.getOutputStream();
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
            return this;
        }

        /** A response that ends with its connection. */
        Exchange head(int status, String type, String... headers) throws IOException {
            StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Scripted\r\nConnection: close\r\n");
            head.append("Content-Type: ").append(type).append("\r\n");
            for (String header : headers) {
                head.append(header).append("\r\n");
            }
            return raw(head.append("\r\n").toString());
        }

        /** The beginning of a stream. */
        Exchange events() throws IOException {
            return head(200, "text/event-stream; charset=utf-8");
        }

        Exchange event(String data) throws IOException {
            return raw("data: " + data + "\n\n");
        }

        /** A piece of a conversation. */
        Exchange piece(String text) throws IOException {
            return event(
                    "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + text + "\"},\"finish_reason\":null}]}");
        }

        /** The rest of a good stream. */
        void end(String finishReason, int promptTokens, int completionTokens) throws IOException {
            finish(finishReason);
            event("{\"choices\":[],\"usage\":{\"prompt_tokens\":" + promptTokens + ",\"completion_tokens\":"
                    + completionTokens + "}}");
            done();
        }

        Exchange finish(String finishReason) throws IOException {
            return event("{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"" + finishReason + "\"}]}");
        }

        void done() throws IOException {
            event("[DONE]");
        }

        /** Breaks the connection off. */
        void reset() throws IOException {
            ScriptedServer.reset(connection);
        }

        /** Returns when the client has closed the connection. */
        void awaitClientGone() {
            try {
                while (connection.getInputStream().read() >= 0) {
                    // nothing more is expected of it
                }
            } catch (IOException e) {
                // gone the hard way
            }
        }
    }
}
