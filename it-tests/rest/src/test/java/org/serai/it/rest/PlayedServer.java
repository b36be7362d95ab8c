package org.serai.it.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A server that speaks the OpenAI protocol and whose model is capable of everything: it calls the first tool that it is
 * offered, repeats what a tool answered, and answers a request for a format with the format.
 */
final class PlayedServer implements AutoCloseable {
    static final String MODEL = "capable";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    PlayedServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext(
                "/v1/models",
                exchange -> send(exchange, "application/json", "{\"data\":[{\"id\":\"" + MODEL + "\"}]}"));
        server.createContext("/v1/chat/completions", PlayedServer::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    private static void answer(HttpExchange exchange) throws IOException {
        JsonNode asked = RestInstance.JSON.readTree(exchange.getRequestBody());
        JsonNode last = asked.path("messages").path(asked.path("messages").size() - 1);
        StringBuilder events = new StringBuilder();
        String reason = "stop";
        if (last.path("role").asText().equals("tool")) {
            text(events, "The tool said " + last.path("content").asText());
        } else if (asked.has("tools") && !asked.path("tool_choice").asText().equals("none")) {
            reason = "tool_calls";
            call(events, asked.at("/tools/0/function/name").asText());
        } else {
            text(events, asked.path("response_format").toString());
        }
        ObjectNode end = RestInstance.JSON.createObjectNode();
        choice(end).put("finish_reason", reason).putObject("delta");
        end.putObject("usage").put("prompt_tokens", 5).put("completion_tokens", 2);
        event(events, end);
        send(exchange, "text/event-stream", events.append("data: [DONE]\n\n").toString());
    }

    private static void text(StringBuilder events, String text) {
        ObjectNode event = RestInstance.JSON.createObjectNode();
        choice(event).putObject("delta").put("content", text);
        event(events, event);
    }

    /** The arguments come in two pieces. */
    private static void call(StringBuilder events, String tool) {
        ObjectNode first = RestInstance.JSON.createObjectNode();
        callPiece(first)
                .put("id", "call_17")
                .put("type", "function")
                .putObject("function")
                .put("name", tool)
                .put("arguments", "{\"city\":");
        event(events, first);
        ObjectNode second = RestInstance.JSON.createObjectNode();
        callPiece(second).putObject("function").put("arguments", "\"Edo\"}");
        event(events, second);
    }

    private static ObjectNode callPiece(ObjectNode event) {
        ArrayNode calls = choice(event).putObject("delta").putArray("tool_calls");
        return calls.addObject().put("index", 0);
    }

    private static ObjectNode choice(ObjectNode event) {
        return event.putArray("choices").addObject().put("index", 0);
    }

    private static void event(StringBuilder events, ObjectNode event) {
        events.append("data: ").append(event).append("\n\n");
    }

    private static void send(HttpExchange exchange, String type, String body) throws IOException {
        try (exchange) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
