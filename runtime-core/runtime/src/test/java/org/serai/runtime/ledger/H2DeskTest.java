package org.serai.runtime.ledger;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** With the embedded database. Two instances are two owners in one process here, since the file belongs to a process. */
class H2DeskTest extends DeskContract {
    @TempDir
    private Path home;

    @Override
    String url() {
        return "jdbc:h2:file:" + home.resolve("ledger") + ";TRACE_LEVEL_FILE=0";
    }

    @Override
    String unreachable() throws Exception {
        return "jdbc:h2:file:" + Files.createFile(home.resolve("no-folder")).resolve("ledger") + ";TRACE_LEVEL_FILE=0";
    }
}
