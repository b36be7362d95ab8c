package org.serai.connector.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.camel.Exchange;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.spi.ExecutorServiceManager;
import org.serai.error.SeraiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work on one inbox, from start to stop.
 *
 * <p>One control thread looks, reads, writes and keeps the books, so none of that needs a lock. The route runs on other
 * threads, and no thread waits for its end: its callback comes back to the control thread. What comes back after the end is
 * dropped; its document is still in the inbox.
 */
final class InboxSession implements InboxWorker.Route {
    private static final Logger LOG = LoggerFactory.getLogger(InboxSession.class);
    private static final Duration LAST_WRITES = Duration.ofSeconds(30);

    private final SeraiFileEndpoint endpoint;
    private final RouteEntry route;
    private final InboxFigures figures;
    private final BooleanSupplier accepting;
    private final ExceptionHandler defects;
    private final Folders folders;
    private final InboxLock lock;
    private final Provenance provenance;
    private final ScheduledExecutorService control;
    private final ExecutorService routes;
    private final InboxWorker worker;
    private final Replayer replayer;

    /**
     * Puts in order what an earlier session left.
     *
     * @param accepting false while no more documents are to be taken
     * @param defects is told what should not happen
     * @throws IOException where that cannot be put in order
     * @throws SeraiException with {@link FileErrors#NO_ROOM} where its own files cannot be written
     */
    InboxSession(
            SeraiFileEndpoint endpoint,
            RouteEntry route,
            Folders folders,
            InboxLock lock,
            InboxFigures figures,
            BooleanSupplier accepting,
            ExceptionHandler defects)
            throws IOException {
        this.endpoint = endpoint;
        this.route = route;
        this.figures = figures;
        this.accepting = accepting;
        this.defects = defects;
        this.folders = folders;
        this.lock = lock;
        this.provenance = new Provenance(route.route(), folders.inbox());
        Journal journal = new Journal(folders.journal());
        String owner = owner(folders);
        Delivery delivery = new Delivery(folders, journal, owner);
        Attempts attempts =
                new Attempts(new AttemptRecords(folders.attempts()), owner, endpoint.backoff(), System::nanoTime);
        Deliveries deliveries = new Deliveries(delivery, endpoint.backoff(), System::nanoTime);
        this.worker = new InboxWorker(
                folders,
                new Inbox(
                        endpoint.walk(),
                        Duration.ofMillis(endpoint.getSettle()),
                        endpoint.getOrder(),
                        System::nanoTime),
                reader(folders.inbox()),
                attempts,
                deliveries,
                provenance,
                busy -> endpoint.room(route.route(), busy),
                endpoint.getMaxAttempts(),
                reason -> endpoint.failedFolders().count(folders.inbox(), route.route(), reason),
                this);
        List<Decision> decisions = journal.read();
        delivery.clearUp(decisions);
        deliveries.resume(decisions);
        attempts.resume(decisions);
        ExecutorServiceManager executors = endpoint.getCamelContext().getExecutorServiceManager();
        this.control = executors.newSingleThreadScheduledExecutor(this, "SeraiFile");
        this.routes = executors.newCachedThreadPool(this, "SeraiFileRoute");
        this.replayer =
                new Replayer(route, folders, reader(folders.failed()), provenance, owner, control, deliveries::decide);
    }

    /** A name of the inbox that stays the same over restarts and is nobody else's, also in a folder that several share. */
    private static String owner(Folders folders) throws IOException {
        Path file = folders.state().resolve("id");
        if (Files.exists(file) && Files.size(file) > 0) {
            return Files.readString(file);
        }
        String owner = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        try {
            DurableFiles.write(file, owner.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw Folders.noRoom(file, e);
        }
        return owner;
    }

    private DocumentReader reader(Path folder) {
        return new DocumentReader(folder, endpoint.documentCharset(), endpoint.getMaxBytes());
    }

    void begin() {
        endpoint.failedFolders().open(folders.failed(), route.route(), replayer);
        var _ = control.scheduleWithFixedDelay(this::turn, 0, endpoint.getPollInterval(), TimeUnit.MILLISECONDS);
    }

    void end() {
        endpoint.failedFolders().close(folders.failed(), route.route(), replayer);
        control.shutdown();
        if (awaitLastWrites()) {
            undisturbed(worker::interrupted);
        } else {
            LOG.warn("The last outcomes of {} are still being written; they go on at the next start.", endpoint);
        }
        replayer.close();
        endpoint.getCamelContext().getExecutorServiceManager().shutdownNow(control);
        endpoint.getCamelContext().getExecutorServiceManager().shutdownNow(routes);
        figures.inFlight(0);
        lock.close();
    }

    /**
     * A forced stop interrupts the stopping thread. It waits all the same: to let go of the inbox while files of it are
     * being moved, or not to let go of it at all, would both harm the next start.
     */
    private boolean awaitLastWrites() {
        long end = System.nanoTime() + LAST_WRITES.toNanos();
        return untilDone(() -> control.awaitTermination(end - System.nanoTime(), TimeUnit.NANOSECONDS));
    }

    /** Runs what writes files on a thread that nobody interrupts, since an interrupt closes the file. */
    private static void undisturbed(Runnable task) {
        Thread thread = Thread.ofPlatform().name("serai-file-end").start(task);
        untilDone(() -> {
            thread.join();
            return true;
        });
    }

    /** Waits on whatever interrupts come; the next one who waits hears of them. */
    private static boolean untilDone(Wait wait) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return wait.await();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @FunctionalInterface
    private interface Wait {
        boolean await() throws InterruptedException;
    }

    /** One turn of the control thread; a defect in it must not end the turns. */
    private void turn() {
        try {
            worker.deliver();
            if (accepting.getAsBoolean()) {
                worker.look();
            }
        } catch (RuntimeException | Error e) {
            defects.handleException("The inbox cannot be worked on", e);
        } finally {
            figures.inFlight(worker.unfinished());
            figures.trouble(worker.trouble());
        }
    }

    @Override
    public void start(Inbox.Found found, Document document, String source, int attempt) {
        Instant taken = Instant.now();
        Exchange exchange = route.exchange(document, source, attempt);
        routes.execute(() -> route.process(
                exchange,
                () -> backToControl(() -> {
                    conclude(found, document, exchange, attempt, taken);
                    turn();
                })));
    }

    private void backToControl(Runnable task) {
        try {
            control.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("An answer came after the consumer was stopped; its document is still in the inbox");
        }
    }

    private void conclude(Inbox.Found found, Document document, Exchange exchange, int attempt, Instant taken) {
        try {
            byte[] answer = route.answer(document, exchange);
            worker.answered(document, answer, provenance.ofAnswer(document, exchange, answer, attempt, taken));
        } catch (SeraiException e) {
            worker.failed(found, e);
        } finally {
            route.release(exchange);
        }
    }
}
