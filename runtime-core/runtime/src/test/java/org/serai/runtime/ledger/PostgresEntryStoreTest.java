package org.serai.runtime.ledger;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.ExtendWith;
import org.serai.tck.postgres.PostgresExtension;
import org.serai.tck.postgres.PostgresServer;

/** A real server. */
@ExtendWith(PostgresExtension.class)
class PostgresEntryStoreTest extends EntryStoreContract {
    private final PostgresServer server;

    PostgresEntryStoreTest(PostgresServer server) {
        this.server = server;
    }

    @Override
    DataSource database() throws SQLException {
        return LedgerSettings.parse(Map.of("url", server.newDatabase()), Path.of(""), name -> null)
                .database()
                .dataSource();
    }

    @Override
    Dialect dialect() {
        return Dialect.POSTGRESQL;
    }

    @Override
    int starters() {
        return 8;
    }
}
