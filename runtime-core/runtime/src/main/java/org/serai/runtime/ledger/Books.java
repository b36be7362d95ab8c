package org.serai.runtime.ledger;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.serai.error.SeraiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ledger's database as it is configured at the moment, with what to do while it cannot be used. The configuration can
 * change while work is under way. Thread-safe; methods block on the database.
 */
final class Books implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Books.class);

    /** Between attempts to store an answer that was paid for. */
    private static final List<Duration> PAUSES = List.of(Duration.ofMillis(200), Duration.ofSeconds(2));

    private final Database.Clocks clocks;
    private final LedgerCounters counters;
    private volatile State state;
    private volatile @Nullable SeraiException outage;

    /** What is configured, or why nothing is. */
    private sealed interface State {
        record Open(LedgerSettings settings, Database database) implements State {}

        record Refused(SeraiException reason) implements State {}
    }

    /** A question to the database. */
    @FunctionalInterface
    interface Question<T> {
        T ask(EntryStore store) throws SQLException;
    }

    /** Answers nothing until it is configured. */
    Books(Database.Clocks clocks, LedgerCounters counters) {
        this.clocks = clocks;
        this.counters = counters;
        this.state = new State.Refused(
                new SeraiException(LedgerErrors.BAD_CONFIGURATION, "The ledger has no configuration yet"));
    }

    /**
     * Takes a new configuration. A database that is another one now is closed.
     *
     * @param owner who claims
     */
    synchronized void configure(LedgerSettings settings, Owner owner) {
        State before = state;
        if (before instanceof State.Open open && open.settings().database().equals(settings.database())) {
            state = new State.Open(settings, open.database());
            return;
        }
        state = new State.Open(settings, new Database(settings.database(), owner, clocks));
        outage = null;
        close(before);
    }

    /** Takes note of a configuration that cannot be used: nothing is answered until it is mended. */
    synchronized void refuse(SeraiException reason) {
        State before = state;
        state = new State.Refused(reason);
        close(before);
    }

    private static void close(State before) {
        if (before instanceof State.Open open) {
            open.database().close();
        }
    }

    boolean isEnabled() {
        return !(state instanceof State.Open open) || open.settings().enabled();
    }

    /** Why the database cannot be used, as far as is known. */
    @Nullable
    SeraiException problem() {
        return state instanceof State.Refused refused ? refused.reason() : outage;
    }

    /** Which database it is, for people. */
    String database() {
        return state instanceof State.Open open ? open.database().name() : "";
    }

    private Optional<LedgerSettings> settings() {
        return state instanceof State.Open open ? Optional.of(open.settings()) : Optional.empty();
    }

    /** How long a claim holds. */
    Duration lease() {
        return settings().map(LedgerSettings::lease).orElse(LedgerSettings.DEFAULT_LEASE);
    }

    /** @throws SeraiException of category UNAVAILABLE where the database does not answer */
    <T> T ask(Question<T> question) {
        State now = state;
        if (now instanceof State.Refused refused) {
            throw new SeraiException(
                    LedgerErrors.UNAVAILABLE,
                    "The ledger cannot be used: " + refused.reason().getMessage(),
                    refused.reason());
        }
        Database database = ((State.Open) now).database();
        long begin = System.nanoTime();
        try {
            T answer = question.ask(database.store());
            outage = null;
            return answer;
        } catch (SQLException | RuntimeException e) {
            boolean told = e instanceof SeraiException typed && typed.code().equals(LedgerErrors.UNAVAILABLE);
            throw tell(told ? (SeraiException) e : database.unavailable(String.valueOf(e.getMessage()), e));
        } finally {
            counters.questions.increment();
            counters.questionNanos.add(System.nanoTime() - begin);
        }
    }

    /** Tells the first failure of an outage. */
    private SeraiException tell(SeraiException failure) {
        counters.failures.increment();
        if (outage == null) {
            LOG.warn("{}", failure.getMessage());
        }
        outage = failure;
        return failure;
    }

    Claim claim(EntryKey key) {
        return ask(store -> store.claim(key, lease()));
    }

    /** True where work may be done although the ledger could not be asked. */
    boolean mayCompute() {
        return settings().filter(LedgerSettings::computeWhenUnavailable).isPresent();
    }

    /**
     * Stores an answer. Where the database does not take it, the answer counts all the same; it was paid for.
     *
     * @return the answer that counts
     */
    String complete(EntryKey key, String result) {
        for (Duration pause : PAUSES) {
            try {
                return ask(store -> store.complete(key, result));
            } catch (SeraiException e) {
                sleep(pause);
            }
        }
        try {
            return ask(store -> store.complete(key, result));
        } catch (SeraiException e) {
            counters.notStored.increment();
            LOG.warn(
                    "The answer for {} is delivered and not stored; where it is delivered again, it is computed again: {}",
                    key.source().id(),
                    e.getMessage());
            return result;
        }
    }

    private static void sleep(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Gives a claim up. Where that fails, its lease ends. */
    void release(EntryKey key, String claimId) {
        try {
            ask(store -> {
                store.release(key, claimId);
                return claimId;
            });
        } catch (SeraiException e) {
            LOG.debug("The claim on {} was not released", key.source().id(), e);
        }
    }

    /** Prolongs claims; those that somebody else has by now are told. */
    void renew(Map<String, String> claims) {
        if (claims.isEmpty()) {
            return;
        }
        try {
            List<String> lost = ask(store -> store.renew(claims, lease()));
            if (!lost.isEmpty()) {
                LOG.warn(
                        "{} claims were not renewed in time, and others work on the same; the first answer counts",
                        lost.size());
            }
        } catch (SeraiException e) {
            LOG.debug("Claims were not renewed", e); // the outage was told; the next turn tries again
        }
    }

    /** Forgets what is too old or too much. */
    void tidy() {
        settings().filter(LedgerSettings::enabled).ifPresent(this::tidy);
    }

    private void tidy(LedgerSettings settings) {
        try {
            int forgotten =
                    ask(store -> store.forgetOlderThan(settings.keep()) + store.forgetBeyond(settings.keepBytes()));
            if (forgotten > 0) {
                LOG.info("The ledger forgot {} entries, by age or size", forgotten);
            }
        } catch (SeraiException e) {
            LOG.debug("The ledger was not tidied", e);
        }
    }

    @Override
    public synchronized void close() {
        close(state);
    }
}
