package org.serai.engine.decoder.scheduling;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.serai.engine.SessionUsage;
import org.serai.engine.decoder.error.DecoderErrors;
import org.serai.error.SeraiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Continuous batching (Yu et al., Orca, OSDI 2022): one thread takes a step after the other. A step decodes the next token
 * of every sequence that has one, together, and feeds one chunk of the prompts that wait, so that neither has to wait for
 * the other to end; sequences come and go between steps. Both are passes of their own, because a token must be the same
 * alone and beside others ({@link org.serai.device.Phase}).
 */
public final class Scheduler implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Scheduler.class);

    private final int slots;
    private final ModelRunner runner;
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final PriorityQueue<Sequence> waiting = new PriorityQueue<>(Sequence.ORDER);
    private long arrivals;
    private boolean closing;
    private boolean cold;

    /** True where somebody waits for what the thread does not do yet. */
    private volatile boolean called;

    private @Nullable Throwable breakdown;

    /** What the scheduler's thread saw after its latest step. */
    private volatile SessionUsage usage;

    /** Used by the scheduler's thread alone. */
    private final List<Sequence> running = new ArrayList<>();

    private final List<Sequence> decoding = new ArrayList<>();
    private final List<Sequence> prefilling = new ArrayList<>();
    private final List<Sequence> over = new ArrayList<>();

    /**
     * Starts the scheduler's thread, which uses the runner alone from now on.
     *
     * @param name of the thread
     * @param slots sequences that are worked on at once
     */
    public Scheduler(String name, int slots, ModelRunner runner) {
        this.slots = slots;
        this.runner = runner;
        this.usage = runner.usage(0);
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
        thread.start();
    }

    /**
     * Puts a sequence into the queue.
     *
     * @throws SeraiException where the scheduler is closed or broken
     */
    public void submit(Sequence sequence) {
        lock.lock();
        try {
            if (breakdown != null) {
                throw new SeraiException(
                        DecoderErrors.COMPUTATION_FAILED,
                        "The session has broken down: " + breakdown + ". Close it and load the model again.",
                        breakdown);
            }
            if (closing) {
                throw new SeraiException(
                        DecoderErrors.SESSION_CLOSED,
                        "The session is closed. Send the request to the model's new one.");
            }
            sequence.arrived(arrivals++);
            waiting.add(sequence);
            called = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Makes the first sequence quick, in the time that no other takes. Returns at once. */
    public void warmUp() {
        lock.lock();
        try {
            cold = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** How much is in use; seen from any thread as of the latest step. */
    public SessionUsage usage() {
        return usage;
    }

    /** Cancels all sequences and waits until the thread is done with the model. Idempotent. */
    @Override
    public void close() {
        if (Thread.currentThread() == thread) {
            throw new IllegalStateException("A listener must not close the session that calls it");
        }
        lock.lock();
        try {
            closing = true;
            called = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
        joinUninterruptibly();
    }

    private void joinUninterruptibly() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (awaitWork()) {
                step();
            }
            endAll(Sequence::cancelled);
        } catch (RuntimeException | Error e) {
            LOG.error("The scheduler broke down; its session has to be opened again", e);
            lock.lock();
            try {
                breakdown = e;
            } finally {
                lock.unlock();
            }
            endAll(sequence -> sequence.failed(e));
        }
    }

    /** Sleeps while there is nothing to do, and gives free slots to those who wait. False where it is time to end. */
    private boolean awaitWork() {
        lock.lock();
        try {
            while (!closing && waiting.isEmpty() && running.isEmpty() && !cold) {
                changed.awaitUninterruptibly();
            }
            if (closing) {
                return false;
            }
            takeInterrupted();
            while (running.size() < slots && !waiting.isEmpty()) {
                running.add(waiting.remove());
            }
            called = false;
        } finally {
            lock.unlock();
        }
        over.forEach(Sequence::publish);
        over.clear();
        return true;
    }

    private void takeInterrupted() {
        if (waiting.isEmpty()) {
            return;
        }
        Iterator<Sequence> sequences = waiting.iterator();
        while (sequences.hasNext()) {
            Sequence sequence = sequences.next();
            if (sequence.endsNow()) {
                sequences.remove();
                over.add(sequence);
            }
        }
    }

    private void step() {
        if (running.isEmpty()) {
            goOnWarmingUp();
            return;
        }
        for (int i = 0; i < running.size(); i++) {
            running.get(i).beginOnce();
            running.get(i).checkInterruption();
        }
        retire();
        decode();
        retire();
        prefill();
        retire();
    }

    private void goOnWarmingUp() {
        boolean more = false;
        try {
            more = runner.warmUp().round(() -> called);
            if (!more) {
                LOG.info(
                        "{} is warm after {} ms",
                        thread.getName(),
                        runner.warmUp().nanos() / 1_000_000);
            }
        } catch (RuntimeException | Error e) {
            LOG.warn("The warm-up of {} failed, and its requests may too", thread.getName(), e);
        }
        if (!more) {
            lock.lock();
            try {
                cold = false;
            } finally {
                lock.unlock();
            }
        }
    }

    private void decode() {
        decoding.clear();
        for (int i = 0; i < running.size(); i++) {
            if (!running.get(i).inPrefill()) {
                decoding.add(running.get(i));
            }
        }
        if (!decoding.isEmpty()) {
            runner.decode(decoding);
        }
    }

    private void prefill() {
        prefilling.clear();
        for (int i = 0; i < running.size(); i++) {
            if (running.get(i).inPrefill()) {
                prefilling.add(running.get(i));
            }
        }
        if (!prefilling.isEmpty()) {
            prefilling.sort(Sequence.ORDER);
            runner.prefill(prefilling, !decoding.isEmpty());
        }
    }

    /** Gives back the slots of the sequences that have ended, and then tells their outcome. */
    private void retire() {
        for (int i = running.size() - 1; i >= 0; i--) {
            Sequence sequence = running.get(i);
            if (sequence.ended()) {
                running.remove(i);
                sequence.releasePages();
                updateUsage();
                sequence.publish();
            }
        }
        updateUsage();
    }

    private void updateUsage() {
        if (!runner.isUsage(usage, running.size())) {
            usage = runner.usage(running.size());
        }
    }

    private interface Ending {
        void end(Sequence sequence);
    }

    private void endAll(Ending ending) {
        List<Sequence> left;
        lock.lock();
        try {
            left = new ArrayList<>(waiting);
            waiting.clear();
        } finally {
            lock.unlock();
        }
        left.addAll(running);
        running.clear();
        for (Sequence sequence : left) {
            ending.end(sequence);
            sequence.releasePages();
            updateUsage();
            sequence.publish();
        }
    }
}
