package org.serai.engine.openai;

import java.io.IOException;
import java.nio.file.Path;

/** The server of a package of Python, around the same library. */
class PythonServerToolsTest extends LlamaCppTools {
    @Override
    PeerProcess server(Path template) throws IOException, InterruptedException {
        return PeerProcess.fromPython(LlamaCppContract.file(), template);
    }
}
