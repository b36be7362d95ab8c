package org.serai.connector.kafka.consumer;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.jspecify.annotations.Nullable;
import org.serai.connector.kafka.ConsumerFigures;
import org.serai.connector.kafka.ConsumerMeters;
import org.serai.delivery.Backoff;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The polling thread of a consumer. It makes its client, and a new one where that breaks, until it is stopped. */
final class ConsumerLoop implements Runnable, ConsumerFigures {
    private static final Logger LOG = LoggerFactory.getLogger(ConsumerLoop.class);
    private static final Duration LONGEST_DRAIN = Duration.ofMinutes(2);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final ConsumerOptions options;
    private final ClientFactory clients;
    private final Workplace workplace;
    private final ConsumerReport report;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile boolean accepting = true;

    /** What the loop needs, made by the consumer. */
    ConsumerLoop(
            ConsumerOptions options,
            ClientFactory clients,
            InFlightLimit limit,
            RouteEntry route,
            LetterWriter letters,
            Executor threads,
            ConsumerMeters.Factory meters) {
        this.options = options;
        this.clients = clients;
        this.report = new ConsumerReport(options, route.route());
        this.workplace = new Workplace(limit, route, letters, threads, meters.open(this));
    }

    @Override
    public Snapshot snapshot() {
        return report.snapshot();
    }

    /** Whether new work is begun. */
    void accepting(boolean value) {
        accepting = value;
    }

    /** Asks the loop to end: it finishes what it can within the time for leaving partitions. */
    void stop() {
        accepting = false;
        stopping.countDown();
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    @Override
    public void run() {
        Backoff backoff = new Backoff(Duration.ofMillis(500), LONGEST_PAUSE);
        int failures = 0;
        try {
            while (!isStopping()) {
                @Nullable RuntimeException failure = runClient();
                if (failure != null) {
                    failures = report.isRunning() ? 1 : failures + 1;
                    report.failed(failure);
                    LOG.warn(
                            "The consumer of {} in group {} begins anew in {}: {}",
                            options.topic(),
                            options.group(),
                            backoff.after(failures),
                            failure.toString());
                    LOG.debug("The consumer failed", failure);
                    var _ = stopping.await(backoff.after(failures).toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            report.stopped();
            workplace.meters().close();
        }
    }

    /** Runs one client until it breaks, which is answered, another one is to take over, or the loop is stopped. */
    private @Nullable RuntimeException runClient() throws InterruptedException {
        Relief relief = new Relief(clients, report, LONGEST_DRAIN);
        ClientSession.Orders orders = new ClientSession.Orders(() -> accepting, this::isStopping);
        try (Consumer<byte[], byte[]> client = clients.consumer();
                ClientSession session =
                        new ClientSession(options, clients, client, workplace, relief, orders, report)) {
            session.run();
            return null;
        } catch (RuntimeException e) {
            return e;
        }
    }
}
