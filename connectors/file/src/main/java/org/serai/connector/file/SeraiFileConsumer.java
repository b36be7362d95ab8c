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
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;
import org.serai.delivery.ExchangeProperties;
import org.serai.error.SeraiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes documents, hands them to the route and writes what it makes of them.
 *
 * <p>One control thread looks, reads, writes and keeps the books, so none of that needs a lock. The route runs on other
 * threads, and no thread waits for its end: its callback comes back to the control thread. What comes back after the
 * consumer was stopped is dropped; its document is still in the inbox.
 */
public final class SeraiFileConsumer extends DefaultConsumer implements Suspendable, ShutdownAware {
    private static final Logger LOG = LoggerFactory.getLogger(SeraiFileConsumer.class);
    private static final Duration LAST_WRITES = Duration.ofSeconds(30);

    private final SeraiFileEndpoint endpoint;
    private volatile boolean accepting;

    /** For Camel's shutdown, which asks from another thread. */
    private volatile int unfinished;

    private @Nullable Session session;

    SeraiFileConsumer(SeraiFileEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        Folders folders = endpoint.folders();
        folders.create();
        InboxLock lock = InboxLock.acquire(folders);
        try {
            Session beginning = new Session(folders, lock);
            beginning.begin();
            session = beginning;
            accepting = true;
        } catch (IOException e) {
            lock.close();
            throw new SeraiException(
                    FileErrors.FOLDER_UNUSABLE,
                    "What an earlier run left for inbox " + folders.inbox() + " cannot be put in order: " + e
                            + ". Bring its folders back, or correct their permissions.",
                    e);
        }
    }

    @Override
    protected void doSuspend() throws Exception {
        accepting = false;
        super.doSuspend();
    }

    @Override
    protected void doResume() throws Exception {
        super.doResume();
        accepting = true;
    }

    @Override
    protected void doStop() throws Exception {
        accepting = false;
        Session ending = session;
        session = null;
        if (ending != null) {
            ending.end();
        }
        super.doStop();
    }

    /** A stopping route takes no more documents and finishes those that it has. */
    @Override
    public boolean deferShutdown(ShutdownRunningTask shutdownRunningTask) {
        return false;
    }

    @Override
    public int getPendingExchangesSize() {
        return unfinished;
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        accepting = false;
    }

    /** What lives from start to stop. */
    private final class Session implements InboxWorker.Route {
        private final Provenance provenance = new Provenance(getRouteId());
        private final InboxLock lock;
        private final ScheduledExecutorService control;
        private final ExecutorService routes;
        private final InboxWorker worker;

        Session(Folders folders, InboxLock lock) throws IOException {
            this.lock = lock;
            Journal journal = new Journal(folders.journal());
            String owner = owner(folders);
            Delivery delivery = new Delivery(folders, journal, owner);
            Attempts attempts =
                    new Attempts(new AttemptRecords(folders.attempts()), owner, endpoint.backoff(), System::nanoTime);
            Deliveries deliveries = new Deliveries(delivery, endpoint.backoff(), System::nanoTime);
            this.worker = new InboxWorker(
                    folders,
                    new Inbox(
                            folders.inbox(),
                            endpoint.nameFilter(),
                            endpoint.isRecursive(),
                            Duration.ofMillis(endpoint.getSettle()),
                            endpoint.getOrder(),
                            System::nanoTime),
                    new DocumentReader(folders.inbox(), endpoint.documentCharset(), endpoint.getMaxBytes()),
                    attempts,
                    deliveries,
                    provenance,
                    room(),
                    endpoint.getMaxAttempts(),
                    this);
            List<Decision> decisions = journal.read();
            delivery.clearUp(decisions);
            deliveries.resume(decisions);
            attempts.resume(decisions);
            ExecutorServiceManager executors = endpoint.getCamelContext().getExecutorServiceManager();
            this.control = executors.newSingleThreadScheduledExecutor(this, "SeraiFile");
            this.routes = executors.newCachedThreadPool(this, "SeraiFileRoute");
        }

        private Room room() {
            @Nullable Integer limit = endpoint.getMaxInFlight();
            return limit != null
                    ? Room.fixed(limit)
                    : Room.ofAliases(RouteAliases.of(endpoint.getCamelContext(), getRouteId()), endpoint::aliases);
        }

        void begin() {
            var _ = control.scheduleWithFixedDelay(this::turn, 0, endpoint.getPollInterval(), TimeUnit.MILLISECONDS);
        }

        void end() {
            control.shutdown();
            if (awaitLastWrites()) {
                worker.interrupted();
            } else {
                LOG.warn("The last outcomes of {} are still being written; they go on at the next start.", endpoint);
            }
            endpoint.getCamelContext().getExecutorServiceManager().shutdownNow(control);
            endpoint.getCamelContext().getExecutorServiceManager().shutdownNow(routes);
            unfinished = 0;
            lock.close();
        }

        /**
         * A forced stop interrupts the stopping thread. It waits all the same: to let go of the inbox while files of it
         * are being moved, or not to let go of it at all, would both harm the next start.
         */
        private boolean awaitLastWrites() {
            long end = System.nanoTime() + LAST_WRITES.toNanos();
            boolean interrupted = false;
            try {
                while (true) {
                    try {
                        return control.awaitTermination(end - System.nanoTime(), TimeUnit.NANOSECONDS);
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

        /** One turn of the control thread; a defect in it must not end the turns. */
        private void turn() {
            try {
                worker.deliver();
                if (accepting) {
                    worker.look();
                }
            } catch (RuntimeException | Error e) {
                getExceptionHandler().handleException("The inbox cannot be worked on", e);
            } finally {
                unfinished = worker.unfinished();
            }
        }

        @Override
        public void start(Inbox.Found found, Document document, String source, int attempt) {
            Instant taken = Instant.now();
            Exchange exchange = createExchange(false);
            exchange.setProperty(ExchangeProperties.SOURCE_ID, source);
            exchange.setProperty(ExchangeProperties.CONTENT_DIGEST, "sha256:" + document.sha256());
            describe(exchange.getIn(), document, attempt);
            routes.execute(() -> getAsyncProcessor()
                    .process(
                            exchange,
                            doneSync -> backToControl(() -> {
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
                @Nullable Throwable failure = exchange.getException();
                if (failure != null) {
                    worker.failed(found, Failure.typed(getRouteId(), document, failure));
                    return;
                }
                byte[] answer = answer(document, exchange);
                worker.answered(
                        found, document, answer, provenance.ofAnswer(document, exchange, answer, attempt, taken));
            } catch (SeraiException e) {
                worker.failed(found, e);
            } finally {
                releaseExchange(exchange, false);
            }
        }

        private byte[] answer(Document document, Exchange exchange) {
            if (exchange.isRollbackOnly()) {
                throw new SeraiException(
                        FileErrors.ROUTE_FAILED,
                        "Route " + getRouteId() + " marked " + document.path() + " for rollback. Correct the route or"
                                + " the document, and drop it again.");
            }
            try {
                return exchange.getMessage().getBody() instanceof String text
                        ? text.getBytes(StandardCharsets.UTF_8)
                        : exchange.getMessage().getMandatoryBody(byte[].class);
            } catch (InvalidPayloadException e) {
                throw new SeraiException(
                        FileErrors.NO_RESULT,
                        "Route " + getRouteId() + " ended with a body that cannot be written for " + document.path()
                                + ": " + e.getMessage() + ". End the route with text or bytes (stream=false).",
                        e);
            }
        }
    }

    private static void describe(Message message, Document document, int attempt) {
        message.setBody(document.text());
        message.setHeader(SeraiFileConstants.FILE_NAME, document.path().toString());
        message.setHeader(
                SeraiFileConstants.FILE_NAME_ONLY, document.path().getFileName().toString());
        message.setHeader(SeraiFileConstants.FILE_LENGTH, document.state().size());
        message.setHeader(
                SeraiFileConstants.FILE_LAST_MODIFIED,
                document.state().modified().toEpochMilli());
        message.setHeader(SeraiFileConstants.CONTENT_TYPE, document.type().contentType());
        message.setHeader(SeraiFileConstants.SHA256, document.sha256());
        message.setHeader(SeraiFileConstants.ATTEMPT, attempt);
    }

    /** A name of the inbox that stays the same over restarts and is nobody else's, also in a folder that several share. */
    private static String owner(Folders folders) throws IOException {
        Path file = folders.state().resolve("id");
        if (Files.exists(file) && Files.size(file) > 0) {
            return Files.readString(file);
        }
        String owner = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        DurableFiles.write(file, owner.getBytes(StandardCharsets.UTF_8));
        return owner;
    }
}
