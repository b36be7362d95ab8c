package org.serai.runtime.ledger;

import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Generation;
import org.serai.engine.GenerationListener;

/** The ledger of one instance, as the runtime puts it together, with a worker of the test behind it. */
final class TestLedger implements AutoCloseable {
    final ScriptedWorker worker = new ScriptedWorker();
    final LedgerCounters counters = new LedgerCounters();
    final Books books;
    final Desk desk;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger steps = new AtomicInteger();

    /**
     * @param clock the time of leases
     * @param settings keys and values of the configuration
     */
    TestLedger(Owner owner, InstantSource clock, Map<String, String> settings) {
        books = new Books(connection -> clock, counters);
        books.configure(LedgerSettings.parse(new HashMap<>(settings), Path.of(""), name -> null), owner);
        desk = new Desk(books, counters, Clock.systemUTC(), this::step, timer);
    }

    private void step(Runnable task) {
        steps.incrementAndGet();
        Thread.ofVirtual().start(() -> {
            try {
                task.run();
            } finally {
                steps.decrementAndGet();
            }
        });
    }

    /** Until whatever was submitted so far waits, or is the work of an inference. */
    void awaitRest() throws InterruptedException {
        while (steps.get() > 0) {
            Thread.sleep(1);
        }
    }

    /** Until the database was asked this often more than it was by now. */
    void awaitQuestions(int more) throws InterruptedException {
        long enough = counters.questions.sum() + more;
        while (counters.questions.sum() < enough) {
            Thread.sleep(1);
        }
    }

    Generation submit(GenerateRequest request) {
        return submit(request, GenerationListener.NONE);
    }

    Generation submit(GenerateRequest request, GenerationListener listener) {
        return desk.submit(request, () -> TestRequests.MODEL, listener, worker);
    }

    /** Closes the database as a process does that ends: whatever is under way stays claimed. */
    @Override
    public void close() {
        timer.shutdownNow();
        books.close();
    }
}
