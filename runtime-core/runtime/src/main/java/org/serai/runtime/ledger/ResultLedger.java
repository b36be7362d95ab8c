package org.serai.runtime.ledger;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Generation;
import org.serai.engine.GenerationListener;
import org.serai.error.SeraiException;
import org.serai.runtime.command.Instance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ledger of this instance: keeps it as {@code etc/org.serai.ledger.cfg} says, renews the claims on what is under way,
 * and forgets what is old. A configuration that is wrong lets work wait instead of having it done twice, and the status
 * says why. In a process that only runs a command it remembers nothing.
 */
@Component(
        service = {Ledger.class, ResultLedger.class},
        configurationPid = ResultLedger.PID)
public final class ResultLedger implements Ledger {
    /** The PID of the configuration. */
    static final String PID = "org.serai.ledger";

    private static final Logger LOG = LoggerFactory.getLogger(ResultLedger.class);
    private static final Duration FIRST_TIDYING = Duration.ofSeconds(10);
    private static final Duration TIDYING = Duration.ofHours(1);
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration LAST_WRITES = Duration.ofSeconds(5);

    private final Instance instance;
    private final LedgerCounters counters = new LedgerCounters();
    private final Executor executor =
            task -> Thread.ofVirtual().name("serai-ledger").start(task);
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("serai-ledger-timer").daemon().factory());
    private final Books books;
    private final Desk desk;
    private volatile EntryStore.@Nullable Figures lastFigures;

    @Activate
    public ResultLedger(@Reference(name = "instance") Instance instance, Map<String, Object> configuration) {
        this.instance = instance;
        this.books = new Books(Database::sharedClock, counters);
        this.desk = new Desk(books, counters, Clock.systemUTC(), executor, timer);
        timer.setRemoveOnCancelPolicy(true);
        if (instance.isRunning()) {
            configure(configuration);
            renewLater();
            var _ = timer.scheduleWithFixedDelay(
                    () -> executor.execute(books::tidy),
                    FIRST_TIDYING.toMillis(),
                    TIDYING.toMillis(),
                    TimeUnit.MILLISECONDS);
        }
    }

    /** The configuration changed; what is under way goes on. */
    @Modified
    void configure(Map<String, Object> configuration) {
        if (!instance.isRunning()) {
            return;
        }
        try {
            books.configure(
                    LedgerSettings.parse(configuration, instance.home(), System::getenv),
                    Owner.ofHome(DatabaseSettings.folder(instance.home())));
        } catch (SeraiException e) {
            LOG.warn("{}", e.getMessage());
            books.refuse(e);
        }
    }

    private void renewLater() {
        var _ = timer.schedule(
                () -> {
                    executor.execute(() -> {
                        desk.renew();
                        if (books.isEnabled()) {
                            figures();
                        }
                    });
                    renewLater();
                },
                books.lease().dividedBy(3).toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** What is under way ends first, because whoever asked is stopped before; its claims are released. */
    @Deactivate
    void close() {
        awaitTheLast();
        desk.abandon(new SeraiException(
                LedgerErrors.UNAVAILABLE, "The ledger is being stopped; send the request again when it is back"));
        timer.shutdownNow();
        books.close();
    }

    private void awaitTheLast() {
        long end = System.nanoTime() + LAST_WRITES.toNanos();
        try {
            while (desk.size() > 0 && System.nanoTime() < end) {
                Thread.sleep(10);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Generation submit(
            GenerateRequest request, Supplier<String> modelDigest, GenerationListener listener, Worker worker) {
        return instance.isRunning() && books.isEnabled()
                ? desk.submit(request, modelDigest, listener, worker)
                : worker.submit(request, listener);
    }

    boolean isEnabled() {
        return books.isEnabled();
    }

    LedgerCounters counters() {
        return counters;
    }

    /** How much there is; the last known where the database takes its time, and empty where nothing is known. */
    Optional<EntryStore.Figures> figures() {
        CompletableFuture<EntryStore.Figures> asked =
                CompletableFuture.supplyAsync(() -> books.ask(EntryStore::figures), executor);
        try {
            lastFigures = asked.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("The ledger's figures are not known", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Optional.ofNullable(lastFigures);
    }

    /** What {@link #figures} said last; renewed with the claims. */
    Optional<EntryStore.Figures> lastFigures() {
        return Optional.ofNullable(lastFigures);
    }

    /** Why the ledger cannot be used, as far as is known. */
    Optional<SeraiException> problem() {
        return Optional.ofNullable(books.problem());
    }

    /** Which database it is, for people. */
    String database() {
        return books.database();
    }

    /** The entries of a source, the newest first. Blocks on the database. */
    List<EntryStore.Entry> find(String sourceId) {
        return books.ask(store -> store.find(sourceId));
    }

    /** The newest entries. Blocks on the database. */
    List<EntryStore.Entry> latest(int count) {
        return books.ask(store -> store.latest(count));
    }

    /** Forgets the answers of a source. Blocks on the database. */
    int forget(String sourceId) {
        return books.ask(store -> store.forget(sourceId));
    }

    /** Forgets answers that are older. Blocks on the database. */
    int forgetOlderThan(Duration age) {
        return books.ask(store -> store.forgetOlderThan(age));
    }
}
