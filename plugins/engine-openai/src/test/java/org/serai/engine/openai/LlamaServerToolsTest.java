package org.serai.engine.openai;

import java.io.IOException;
import java.nio.file.Path;

/** The server that llama.cpp brings. */
class LlamaServerToolsTest extends LlamaCppTools {
    @Override
    PeerProcess server(Path template) throws IOException, InterruptedException {
        return PeerProcess.llamaServer(LlamaCppContract.file(), template);
    }
}
