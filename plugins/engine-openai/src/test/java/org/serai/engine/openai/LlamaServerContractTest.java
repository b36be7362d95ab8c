package org.serai.engine.openai;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class LlamaServerContractTest extends LlamaCppContract {
    private static @Nullable Peer peer;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        peer = Peer.of(PeerProcess.llamaServer(file()));
    }

    @AfterAll
    static void stop() throws IOException {
        Peer.close(peer);
    }

    @Override
    Peer peer() {
        if (peer == null) {
            throw new IllegalStateException("The server was not started");
        }
        return peer;
    }
}
