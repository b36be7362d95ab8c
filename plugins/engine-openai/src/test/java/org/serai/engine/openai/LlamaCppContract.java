package org.serai.engine.openai;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.serai.engine.InferenceEngine;
import org.serai.engine.ModelReference;
import org.serai.engine.Prompt;
import org.serai.tck.Goldens;
import org.serai.tck.engine.EngineContract;
import org.serai.tck.engine.FragileEngine;

/** The engine in front of a real server of llama.cpp, with a model of random weights. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LlamaCppContract extends EngineContract {
    private static final String MODEL = "peer";

    private @Nullable PeerProcess process;
    private @Nullable ServerFixture fixture;
    private @Nullable InferenceEngine engine;

    /** Starts a server that has the model of {@link #file}, or skips the tests where there is none. */
    abstract PeerProcess server() throws IOException, InterruptedException;

    @BeforeAll
    final void start() throws IOException, InterruptedException {
        PeerProcess started = server();
        process = started;
        ServerFixture opened = new ServerFixture(started.url(), Map.of());
        fixture = opened;
        engine = opened.engine();
    }

    @AfterAll
    final void stop() throws IOException {
        if (fixture != null) {
            fixture.close();
        }
        if (process != null) {
            process.close();
        }
    }

    static Path file() {
        return Goldens.directory("models").resolve("llama/llama-q8_0.gguf");
    }

    @Override
    public boolean isRemote() {
        return true;
    }

    @Override
    public boolean isContextExact() {
        return false;
    }

    @Override
    public ModelReference model() {
        return ServerFixture.reference(MODEL);
    }

    @Override
    public Prompt prompt() {
        return new Prompt.Tokens(new int[] {5, 6, 7, 8});
    }

    @Override
    public Prompt otherPrompt() {
        return new Prompt.Tokens(new int[] {41, 9, 23});
    }

    @Override
    public InferenceEngine engine() {
        return Objects.requireNonNull(engine, "The server was not started");
    }

    @Override
    public FragileEngine fragile() throws IOException {
        return ServerFixture.fragile(
                Objects.requireNonNull(process, "The server was not started").url());
    }
}
