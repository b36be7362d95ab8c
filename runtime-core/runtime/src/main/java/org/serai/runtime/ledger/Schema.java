package org.serai.runtime.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.serai.error.SeraiException;

/**
 * Brings the tables of a database to the version that this Serai knows. Version n is made of version n - 1 by the script
 * {@code schema-n.sql}; the table {@code ledger_schema} tells which ones ran. A script can be run again after a crash in
 * the middle of it.
 */
final class Schema {
    /** The newest version. */
    static final int VERSION = 1;

    /** What one process does to an embedded database at a time. Between processes the dialect's lock decides. */
    private static final ReentrantLock CHANGING = new ReentrantLock();

    private Schema() {}

    /**
     * Runs the scripts that are missing. Safe while another instance does the same.
     *
     * @throws SeraiException where the tables are of a newer Serai
     */
    static void migrate(Connection connection, Dialect dialect) throws SQLException {
        CHANGING.lock();
        try {
            migrateAlone(connection, dialect);
        } finally {
            CHANGING.unlock();
        }
    }

    private static void migrateAlone(Connection connection, Dialect dialect) throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(false);
        try {
            dialect.lockSchema(connection);
            int found = version(connection);
            if (found > VERSION) {
                throw new SeraiException(
                        LedgerErrors.NEWER_SCHEMA,
                        "The ledger's tables are of version " + found + ", which a newer Serai made; this one knows"
                                + " version " + VERSION + ". Run the newer Serai again, or name another database in"
                                + " etc/org.serai.ledger.cfg");
            }
            for (int next = found + 1; next <= VERSION; next++) {
                run(connection, next);
            }
            connection.commit();
        } finally {
            connection.rollback();
            connection.setAutoCommit(autoCommit);
        }
    }

    private static int version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS ledger_schema ("
                    + "version INTEGER NOT NULL PRIMARY KEY, applied_at TIMESTAMP WITH TIME ZONE NOT NULL)");
            try (ResultSet row = statement.executeQuery("SELECT COALESCE(MAX(version), 0) FROM ledger_schema")) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    private static void run(Connection connection, int version) throws SQLException {
        for (String sql : statements(version)) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }
        try (PreparedStatement statement =
                connection.prepareStatement("INSERT INTO ledger_schema VALUES (?, CURRENT_TIMESTAMP)")) {
            statement.setInt(1, version);
            statement.executeUpdate();
        }
    }

    private static List<String> statements(int version) {
        String name = "schema-" + version + ".sql";
        try (InputStream script = Schema.class.getResourceAsStream(name)) {
            if (script == null) {
                throw new IllegalStateException(name + " is missing in the bundle");
            }
            String text = new String(script.readAllBytes(), StandardCharsets.UTF_8);
            return Arrays.stream(text.split(";\\s*\n", -1))
                    .filter(statement -> !statement.isBlank())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
