package org.serai.runtime.ledger;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The entries of the ledger in a database. Every method is one step that holds whoever else does the same at that moment:
 * several processes can share the tables. Methods block on the database. Thread-safe.
 */
final class EntryStore {
    private static final String UNIQUE_VIOLATION = "23505";
    private static final String CLAIMED = "claimed";
    private static final String DONE = "done";

    private final DataSource database;
    private final Dialect dialect;
    private final InstantSource clock;
    private final Owner owner;

    /**
     * @param database with the tables that {@link Schema} makes; connections commit by themselves
     * @param clock the time of leases, the same for all who share the tables
     * @param owner who claims through this store; one store at a time for each instance
     */
    EntryStore(DataSource database, Dialect dialect, InstantSource clock, Owner owner) {
        this.database = database;
        this.dialect = dialect;
        this.clock = clock;
        this.owner = owner;
    }

    /**
     * Claims work that nobody has done and nobody is doing. The caller holds no claim on it: one that the table knows is
     * of an earlier start of this instance, or of something that was given up, and is void.
     */
    Claim claim(EntryKey key, Duration lease) throws SQLException {
        String hash = key.hash();
        try (Connection connection = database.getConnection()) {
            while (true) {
                Claim claim = tryToClaim(connection, key, hash, lease);
                if (claim != null) {
                    return claim;
                }
            }
        }
    }

    /** Null where somebody else changed the entry at the same moment. */
    private @Nullable Claim tryToClaim(Connection connection, EntryKey key, String hash, Duration lease)
            throws SQLException {
        Instant now = clock.instant();
        Instant until;
        String holder;
        String claimId;
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT state, owner, claim_id, lease_until, result FROM ledger_entry WHERE entry_key = ?")) {
            select.setString(1, hash);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return insertClaim(connection, key, hash, now.plus(lease), now);
                }
                if (row.getString("state").equals(DONE)) {
                    return new Claim.Done(row.getString("result"));
                }
                holder = row.getString("owner");
                claimId = row.getString("claim_id");
                until = instant(row, "lease_until");
            }
        }
        return holder.equals(owner.instance()) || !until.isAfter(now)
                ? takeOver(connection, hash, claimId, now.plus(lease), now)
                : new Claim.Busy(until);
    }

    private Claim.@Nullable Granted insertClaim(
            Connection connection, EntryKey key, String hash, Instant until, Instant now) throws SQLException {
        String id = UUID.randomUUID().toString();
        return insert(connection, key, hash, CLAIMED, id, until, now, null) ? new Claim.Granted(id, false) : null;
    }

    private Claim.@Nullable Granted takeOver(
            Connection connection, String hash, String oldId, Instant until, Instant now) throws SQLException {
        String id = UUID.randomUUID().toString();
        int changed = update(
                connection,
                "UPDATE ledger_entry SET owner = ?, boot = ?, claim_id = ?, claimed_at = ?, lease_until = ?"
                        + " WHERE entry_key = ? AND claim_id = ? AND state = 'claimed'",
                owner.instance(),
                owner.boot(),
                id,
                now,
                until,
                hash,
                oldId);
        return changed == 1 ? new Claim.Granted(id, true) : null;
    }

    /** False where there is an entry with the key already. */
    private boolean insert(
            Connection connection,
            EntryKey key,
            String hash,
            String state,
            String claimId,
            Instant until,
            Instant now,
            @Nullable String result)
            throws SQLException {
        try {
            update(
                    connection,
                    "INSERT INTO ledger_entry (entry_key, source_hash, source_id, content_digest, model_digest,"
                            + " prompt_digest, parameters, state, owner, boot, claim_id, claimed_at, lease_until,"
                            + " finished_at, size_bytes, result) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    hash,
                    EntryKey.sourceHash(key.source().id()),
                    storable(key.source().id()),
                    storable(key.source().contentDigest()),
                    key.model(),
                    key.prompt(),
                    storable(key.parameters()),
                    state,
                    owner.instance(),
                    owner.boot(),
                    claimId,
                    now,
                    until,
                    result == null ? null : now,
                    result == null ? 0L : size(result),
                    result);
            return true;
        } catch (SQLException e) {
            if (UNIQUE_VIOLATION.equals(e.getSQLState())) {
                return false;
            }
            throw e;
        }
    }

    /** What every database takes: no zero character, and no half of a surrogate pair. */
    private static String storable(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).replace('\0', '\uFFFD');
    }

    private static long size(String result) {
        return result.length();
    }

    /**
     * Prolongs claims.
     *
     * @param claims ids of claims by the hash of their key
     * @return the hashes of those that are the caller's no more
     */
    List<String> renew(Map<String, String> claims, Duration lease) throws SQLException {
        List<String> lost = new ArrayList<>();
        try (Connection connection = database.getConnection()) {
            Instant until = clock.instant().plus(lease);
            for (Map.Entry<String, String> claim : claims.entrySet()) {
                int changed = update(
                        connection,
                        "UPDATE ledger_entry SET lease_until = ?"
                                + " WHERE entry_key = ? AND claim_id = ? AND state = 'claimed'",
                        until,
                        claim.getKey(),
                        claim.getValue());
                if (changed == 0) {
                    lost.add(claim.getKey());
                }
            }
        }
        return lost;
    }

    /** Gives a claim up, so that anybody can begin anew. Harmless where it is the caller's no more. */
    void release(EntryKey key, String claimId) throws SQLException {
        try (Connection connection = database.getConnection()) {
            update(
                    connection,
                    "DELETE FROM ledger_entry WHERE entry_key = ? AND claim_id = ? AND state = 'claimed'",
                    key.hash(),
                    claimId);
        }
    }

    /**
     * Stores an answer, durably. The first one counts: where there is one already it stays.
     *
     * @param result as JSON
     * @return the answer that counts
     */
    String complete(EntryKey key, String result) throws SQLException {
        String hash = key.hash();
        try (Connection connection = database.getConnection()) {
            while (true) {
                String counts = tryToComplete(connection, key, hash, result);
                if (counts != null) {
                    dialect.makeDurable(connection);
                    return counts;
                }
            }
        }
    }

    /** Null where somebody else changed the entry at the same moment. */
    private @Nullable String tryToComplete(Connection connection, EntryKey key, String hash, String result)
            throws SQLException {
        Instant now = clock.instant();
        int changed = update(
                connection,
                "UPDATE ledger_entry SET state = 'done', owner = ?, boot = ?, lease_until = ?, finished_at = ?,"
                        + " size_bytes = ?, result = ? WHERE entry_key = ? AND state = 'claimed'",
                owner.instance(),
                owner.boot(),
                now,
                now,
                size(result),
                result,
                hash);
        if (changed == 1
                || insert(connection, key, hash, DONE, UUID.randomUUID().toString(), now, now, result)) {
            return result;
        }
        try (PreparedStatement select =
                connection.prepareStatement("SELECT result FROM ledger_entry WHERE entry_key = ? AND state = 'done'")) {
            select.setString(1, hash);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }

    /** The entries of a source, the newest first. */
    List<Entry> find(String sourceId) throws SQLException {
        return list("WHERE source_hash = ? ORDER BY claimed_at DESC", EntryKey.sourceHash(sourceId));
    }

    /** The newest entries. */
    List<Entry> latest(int count) throws SQLException {
        return list("ORDER BY claimed_at DESC FETCH FIRST ? ROWS ONLY", count);
    }

    private List<Entry> list(String condition, Object argument) throws SQLException {
        List<Entry> entries = new ArrayList<>();
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT source_id, content_digest, model_digest, prompt_digest, parameters, state, owner,"
                                + " claimed_at, lease_until, finished_at, size_bytes, result FROM ledger_entry "
                                + condition)) {
            bind(select, argument);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    entries.add(entry(row));
                }
            }
        }
        return entries;
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                row.getString("source_id"),
                row.getString("content_digest"),
                row.getString("model_digest"),
                row.getString("prompt_digest"),
                row.getString("parameters"),
                row.getString("state"),
                row.getString("owner"),
                instant(row, "claimed_at"),
                instant(row, "lease_until"),
                row.getObject("finished_at") == null ? null : instant(row, "finished_at"),
                row.getLong("size_bytes"),
                row.getString("result"));
    }

    /**
     * An entry, for people.
     *
     * @param result as JSON; null while it is claimed
     */
    record Entry(
            String sourceId,
            String contentDigest,
            String modelDigest,
            String promptDigest,
            String parameters,
            String state,
            String owner,
            Instant claimedAt,
            Instant leaseUntil,
            @Nullable Instant finishedAt,
            long sizeBytes,
            @Nullable String result) {}

    /** Forgets the answers of a source. What is under way goes on. */
    int forget(String sourceId) throws SQLException {
        return delete("source_hash = ? AND state = 'done'", EntryKey.sourceHash(sourceId));
    }

    /** Forgets answers that are older, and claims that nobody renewed for as long. */
    int forgetOlderThan(Duration age) throws SQLException {
        Instant time = clock.instant().minus(age);
        return delete("(state = 'done' AND finished_at < ?) OR (state = 'claimed' AND lease_until < ?)", time, time);
    }

    /** Forgets the oldest answers beyond a total size. */
    int forgetBeyond(long bytes) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("SELECT MAX(finished_at) FROM (SELECT finished_at,"
                                + " SUM(size_bytes) OVER (ORDER BY finished_at DESC, entry_key DESC) AS total"
                                + " FROM ledger_entry WHERE state = 'done') sizes WHERE total > ?")) {
            select.setLong(1, bytes);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getObject(1) == null
                        ? 0
                        : update(
                                connection,
                                "DELETE FROM ledger_entry WHERE state = 'done' AND finished_at <= ?",
                                instant(row, 1));
            }
        }
    }

    private int delete(String condition, Object... arguments) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return update(connection, "DELETE FROM ledger_entry WHERE " + condition, arguments);
        }
    }

    /** How much there is. */
    Figures figures() throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT state, COUNT(*), COALESCE(SUM(size_bytes), 0) FROM ledger_entry GROUP BY state");
                ResultSet row = select.executeQuery()) {
            long done = 0;
            long claimed = 0;
            long bytes = 0;
            while (row.next()) {
                if (row.getString(1).equals(DONE)) {
                    done = row.getLong(2);
                    bytes = row.getLong(3);
                } else {
                    claimed = row.getLong(2);
                }
            }
            return new Figures(done, claimed, bytes);
        }
    }

    /**
     * How much there is.
     *
     * @param bytes of the answers, as they are stored before the database compresses them
     */
    record Figures(long done, long claimed, long bytes) {}

    private static int update(Connection connection, String sql, @Nullable Object... arguments) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, arguments);
            return statement.executeUpdate();
        }
    }

    private static void bind(PreparedStatement statement, @Nullable Object... arguments) throws SQLException {
        for (int i = 0; i < arguments.length; i++) {
            Object argument = arguments[i];
            statement.setObject(i + 1, argument instanceof Instant time ? time.atOffset(ZoneOffset.UTC) : argument);
        }
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
