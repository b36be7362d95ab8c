package org.serai.connector.file;

import java.io.IOException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;
import org.serai.error.SeraiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes documents, hands them to the route and writes what it makes of them. Where its folders have no room at the start, it
 * tries again until they have, and says so in the status; what no waiting would mend stops the start.
 */
public final class SeraiFileConsumer extends DefaultConsumer implements Suspendable, ShutdownAware {
    private static final Logger LOG = LoggerFactory.getLogger(SeraiFileConsumer.class);

    private final SeraiFileEndpoint endpoint;
    private final Object sessionChange = new Object();
    private volatile boolean accepting;
    private volatile @Nullable InboxFigures figures;
    private @Nullable InboxSession session;

    /** Tries to begin again; null where that is not needed. */
    private @Nullable ScheduledExecutorService starter;

    SeraiFileConsumer(SeraiFileEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        InboxFigures told = new InboxFigures(
                getRouteId(),
                endpoint.walk(),
                new FailedFolder(endpoint.folders().failed()));
        synchronized (sessionChange) {
            try {
                begin(told);
            } catch (SeraiException e) {
                if (!e.code().equals(FileErrors.NO_ROOM)) {
                    throw e;
                }
                LOG.warn("{}", e.getMessage());
                LOG.debug("Where that happened", e);
                starter = endpoint.getCamelContext()
                        .getExecutorServiceManager()
                        .newSingleThreadScheduledExecutor(this, "SeraiFileStart");
                beginLater(starter, told, 1, e);
            }
        }
        figures = told;
        endpoint.runningInboxes().add(told);
        accepting = true;
    }

    private void begin(InboxFigures told) {
        Folders folders = endpoint.folders();
        folders.create();
        InboxLock lock = InboxLock.acquire(folders);
        try {
            InboxSession beginning = new InboxSession(
                    endpoint,
                    new RouteEntry(this, endpoint.documentResidency()),
                    folders,
                    lock,
                    told,
                    () -> accepting,
                    getExceptionHandler());
            beginning.begin();
            session = beginning;
        } catch (IOException e) {
            throw new SeraiException(
                    FileErrors.FOLDER_UNUSABLE,
                    "What an earlier run left for inbox " + folders.inbox() + " cannot be put in order: " + e
                            + ". Bring its folders back, or correct their permissions.",
                    e);
        } finally {
            if (session == null) {
                lock.close();
            }
        }
    }

    private void beginLater(ScheduledExecutorService threads, InboxFigures told, int failures, SeraiException reason) {
        told.trouble(reason);
        var _ = threads.schedule(
                () -> beginAgain(threads, told, failures),
                endpoint.backoff().after(failures).toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private void beginAgain(ScheduledExecutorService threads, InboxFigures told, int failures) {
        synchronized (sessionChange) {
            if (starter != threads) {
                return;
            }
            try {
                begin(told);
                LOG.info("There is room for {} again.", endpoint);
                endStarter();
            } catch (SeraiException e) {
                beginLater(threads, told, failures + 1, e);
            }
        }
    }

    private void endStarter() {
        @Nullable ScheduledExecutorService ending = starter;
        starter = null;
        if (ending != null) {
            ending.shutdown();
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
        synchronized (sessionChange) {
            endStarter();
            @Nullable InboxSession ending = session;
            session = null;
            if (ending != null) {
                ending.end();
            }
        }
        @Nullable InboxFigures told = figures;
        figures = null;
        if (told != null) {
            endpoint.runningInboxes().remove(told);
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
        @Nullable InboxFigures told = figures;
        return told == null ? 0 : told.inFlight();
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        accepting = false;
    }
}
