package org.serai.engine.openai;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.serai.engine.InferenceEngine;
import org.serai.engine.ModelReference;
import org.serai.engine.Prompt;
import org.serai.tck.Goldens;
import org.serai.tck.engine.EngineContract;
import org.serai.tck.engine.FragileEngine;

/** The engine in front of a real server of llama.cpp, with a model of random weights. */
abstract class LlamaCppContract extends EngineContract {
    private static final String MODEL = "peer";

    /** A server and the engine in front of it. */
    record Peer(PeerProcess process, ServerFixture fixture, InferenceEngine engine) {
        static Peer of(PeerProcess process) throws InterruptedException {
            ServerFixture fixture = new ServerFixture(process.url(), Map.of());
            return new Peer(process, fixture, fixture.engine());
        }

        static void close(@Nullable Peer peer) throws IOException {
            if (peer != null) {
                peer.fixture.close();
                peer.process.close();
            }
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

    /** The server. */
    abstract Peer peer();

    @Override
    public InferenceEngine engine() {
        return peer().engine();
    }

    @Override
    public FragileEngine fragile() throws IOException {
        return ServerFixture.fragile(peer().process().url());
    }
}
