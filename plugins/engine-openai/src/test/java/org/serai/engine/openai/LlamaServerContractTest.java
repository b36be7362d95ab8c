package org.serai.engine.openai;

import java.io.IOException;

/** The server that llama.cpp brings. */
class LlamaServerContractTest extends LlamaCppContract {
    @Override
    PeerProcess server() throws IOException, InterruptedException {
        return PeerProcess.llamaServer(file(), null);
    }
}
