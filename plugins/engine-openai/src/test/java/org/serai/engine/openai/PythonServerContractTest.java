package org.serai.engine.openai;

import java.io.IOException;

/** The server of a package of Python, around the same library. */
class PythonServerContractTest extends LlamaCppContract {
    @Override
    PeerProcess server() throws IOException, InterruptedException {
        return PeerProcess.fromPython(file(), null);
    }
}
