package org.serai.runtime.ledger;

import java.nio.file.Path;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.io.TempDir;

/** The embedded database, in a file as an instance has it. */
class H2EntryStoreTest extends EntryStoreContract {
    @TempDir
    private Path home;

    @Override
    DataSource database() {
        // One connection stays open in an instance; here the file does.
        return LedgerSettings.parse(
                        Map.of("url", "jdbc:h2:file:" + home.resolve("ledger") + ";DB_CLOSE_DELAY=60"),
                        home,
                        name -> null)
                .database()
                .dataSource();
    }

    @Override
    Dialect dialect() {
        return Dialect.H2;
    }

    @Override
    int starters() {
        return 1; // the file belongs to one process, which opens it once
    }
}
