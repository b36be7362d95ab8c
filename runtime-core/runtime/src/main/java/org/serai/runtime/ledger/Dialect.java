package org.serai.runtime.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Where the databases differ. Everything else is said in SQL that both understand. */
enum Dialect {
    /** Embedded; one process at a time has the file. */
    H2 {
        @Override
        void lockSchema(Connection connection) {
            // The file belongs to this process, which changes it at one place at a time.
        }

        /** A commit waits in memory for up to half a second; without this a kill would lose it. */
        @Override
        void makeDurable(Connection connection) throws SQLException {
            execute(connection, "CHECKPOINT");
        }
    },
    /** On a server; shared by any number of instances. */
    POSTGRESQL {
        /** Held to the end of the transaction. The number is the bytes of "Serai". */
        @Override
        void lockSchema(Connection connection) throws SQLException {
            execute(connection, "SELECT pg_advisory_xact_lock(358184280425)");
        }

        @Override
        void makeDurable(Connection connection) {
            // Its commit is durable.
        }
    };

    /** Keeps others from changing the tables until the transaction ends. */
    abstract void lockSchema(Connection connection) throws SQLException;

    /** Makes what was committed outlive the process. */
    abstract void makeDurable(Connection connection) throws SQLException;

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
