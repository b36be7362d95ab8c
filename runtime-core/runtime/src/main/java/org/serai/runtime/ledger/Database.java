package org.serai.runtime.ledger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.serai.error.SeraiException;

/**
 * The ledger's database: opened when it is first needed, and again after that failed. Thread-safe; methods block on the
 * database.
 */
final class Database implements AutoCloseable {
    /** For so long a failure to open is told again instead of trying anew. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final DatabaseSettings settings;
    private final Owner owner;
    private final Clocks clocks;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable EntryStore store;
    private @Nullable HikariDataSource pool;
    private @Nullable SeraiException failure;
    private long failureNanos;
    private boolean closed;

    /** Finds the time that all who share a database agree on. */
    @FunctionalInterface
    interface Clocks {
        InstantSource of(Connection connection) throws SQLException;
    }

    Database(DatabaseSettings settings, Owner owner, Clocks clocks) {
        this.settings = settings;
        this.owner = owner;
        this.clocks = clocks;
    }

    /** This machine's clock, put right by as much as it differs from the database's when that is opened. */
    static InstantSource sharedClock(Connection connection) throws SQLException {
        Clock own = Clock.systemUTC();
        try (Statement statement = connection.createStatement()) {
            Instant before = own.instant();
            try (ResultSet row = statement.executeQuery("SELECT CURRENT_TIMESTAMP")) {
                row.next();
                Instant databases = row.getObject(1, OffsetDateTime.class).toInstant();
                Duration way = Duration.between(before, own.instant()).dividedBy(2);
                return Clock.offset(own, Duration.between(before.plus(way), databases));
            }
        }
    }

    /** @throws SeraiException where the database cannot be opened */
    EntryStore store() {
        EntryStore open = store;
        if (open != null) {
            return open;
        }
        lock.lock();
        try {
            open = store;
            return open != null ? open : open();
        } finally {
            lock.unlock();
        }
    }

    private EntryStore open() {
        if (closed) {
            throw unavailable("it is being closed", null);
        }
        SeraiException before = failure;
        if (before != null && System.nanoTime() - failureNanos < PAUSE.toNanos()) {
            throw before;
        }
        try {
            return openNow();
        } catch (SQLException e) {
            throw remember(unavailable(String.valueOf(e.getMessage()), e));
        } catch (SeraiException e) {
            throw remember(e);
        }
    }

    private SeraiException remember(SeraiException e) {
        failure = e;
        failureNanos = System.nanoTime();
        return e;
    }

    private EntryStore openNow() throws SQLException {
        DataSource source = settings.dataSource();
        try (Connection connection = source.getConnection()) {
            Schema.migrate(connection, settings.dialect());
            HikariDataSource connections = pool(source);
            EntryStore opened = new EntryStore(connections, settings.dialect(), clocks.of(connection), owner);
            connections.getConnection().close(); // an embedded database stays open as long as somebody is connected
            pool = connections;
            store = opened;
            failure = null;
            return opened;
        }
    }

    private HikariDataSource pool(DataSource source) {
        HikariConfig pooling = new HikariConfig();
        pooling.setDataSource(source);
        pooling.setPoolName("serai-ledger");
        pooling.setMaximumPoolSize(settings.poolSize());
        pooling.setMinimumIdle(1);
        pooling.setConnectionTimeout(settings.connectTimeout().toMillis());
        pooling.setInitializationFailTimeout(-1);
        return new HikariDataSource(pooling);
    }

    /** What a request is told that needs the database. */
    SeraiException unavailable(String reason, @Nullable Throwable cause) {
        return new SeraiException(
                LedgerErrors.UNAVAILABLE,
                "The ledger's database " + settings.name() + " cannot be used: " + reason
                        + ". Work that must not be done twice waits until it can; bring the database back, or correct"
                        + " etc/org.serai.ledger.cfg",
                cause);
    }

    String name() {
        return settings.name();
    }

    /** Closes the connections; what uses one fails. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            store = null;
            if (pool != null) {
                pool.close();
                pool = null;
            }
        } finally {
            lock.unlock();
        }
    }
}
