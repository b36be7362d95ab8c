package org.serai.engine.openai;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.serai.engine.GenerateRequest;
import org.serai.engine.InferenceEngine;
import org.serai.engine.Message;
import org.serai.engine.ModelReference;
import org.serai.engine.ModelSession;
import org.serai.engine.Prompt;
import org.serai.engine.SessionOptions;
import org.serai.engine.openai.config.ServerSettings;
import org.serai.engine.openai.config.ServerSettingsParser;
import org.serai.settings.Secrets;
import org.serai.tck.engine.EngineDesk;
import org.serai.tck.engine.FragileEngine;
import org.serai.tck.engine.FragileServer;

/** A configured server and the engine that it offers. */
final class ServerFixture implements AutoCloseable {
    static final long PATIENCE_SECONDS = 60;

    private final RemoteServer server;
    private final LinkedBlockingQueue<InferenceEngine> offered = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<InferenceEngine> withdrawn = new LinkedBlockingQueue<>();

    /** @param more settings beside the address, as in a file */
    ServerFixture(String url, Map<String, String> more) {
        server = new RemoteServer(settings(url, more), (name, engine) -> {
            offered.add(engine);
            return () -> withdrawn.add(engine);
        });
        server.begin();
    }

    static ServerSettings settings(String url, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(Map.of("url", url, "dialect", "llama-server"));
        all.putAll(more);
        Path home = Path.of("").toAbsolutePath();
        return ServerSettingsParser.parse(
                ServerSettingsParser.PID + "~peer", all, home, new Secrets(name -> "sk-of-" + name, home));
    }

    /** An engine in front of a server that breaks down when a test says so. */
    static FragileEngine fragile(String url) throws IOException {
        FragileServer door = new FragileServer(URI.create(url));
        EngineDesk desk = new EngineDesk();
        Map<String, String> quick = Map.of("retryPause", "1ms", "breakerPause", "20ms", "longestBreakerPause", "100ms");
        RemoteServer server =
                new RemoteServer(settings(door.address().toString(), quick), (name, engine) -> desk.offer(engine));
        server.begin();
        return new FragileEngine.OnServer(door, desk, server::close);
    }

    /** The engine, once the server was found. */
    InferenceEngine engine() throws InterruptedException {
        return taken(offered);
    }

    /** Returns when the engine was taken back. */
    void awaitWithdrawal() throws InterruptedException {
        taken(withdrawn);
    }

    private static InferenceEngine taken(LinkedBlockingQueue<InferenceEngine> queue) throws InterruptedException {
        InferenceEngine engine = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (engine == null) {
            throw new AssertionError("Nothing happened to the engine");
        }
        return engine;
    }

    /** A session with a model of two slots. */
    ModelSession open(String model) throws InterruptedException {
        return engine().open(reference(model), options());
    }

    static ModelReference reference(String model) {
        return new ModelReference(model, Optional.empty(), "", Map.of());
    }

    static SessionOptions options() {
        return new SessionOptions(OptionalInt.of(ToyModel.CONTEXT), 2, List.of(), OptionalInt.empty(), false);
    }

    /** A conversation of one message. */
    static GenerateRequest.Builder chat(String text) {
        return GenerateRequest.builder("alias", new Prompt.Chat(List.of(new Message("user", text))));
    }

    RemoteServer server() {
        return server;
    }

    @Override
    public void close() {
        server.close();
    }
}
