package org.serai.engine.openai.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Generation;
import org.serai.engine.GenerationListener;
import org.serai.engine.ModelSession;
import org.serai.engine.Prompt;
import org.serai.engine.SessionInfo;
import org.serai.engine.SessionUsage;
import org.serai.engine.openai.error.RemoteErrors;
import org.serai.engine.openai.wire.OutgoingRequest;
import org.serai.engine.openai.wire.RequestWriter;
import org.serai.error.SeraiException;

/**
 * A model on a server. As many requests are on their way at once as there are slots; the others wait here. Thread-safe.
 */
public final class RemoteSession implements ModelSession {
    private final ServerLink link;
    private final SessionInfo info;
    private final RequestWriter writer;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition oneEnded = lock.newCondition();
    private final Deque<RemoteGeneration> waiting = new ArrayDeque<>();
    private final Set<RemoteGeneration> running = new LinkedHashSet<>();
    private boolean closed;

    public RemoteSession(ServerLink link, SessionInfo info, RequestWriter writer) {
        this.link = link;
        this.info = info;
        this.writer = writer;
    }

    @Override
    public SessionInfo info() {
        return info;
    }

    @Override
    public SessionUsage usage() {
        lock.lock();
        try {
            return new SessionUsage(running.size(), 0, 0);
        } finally {
            lock.unlock();
        }
    }

    /** An estimate, which asks nobody; the server counts exactly, and refuses what it has no room for. */
    @Override
    public int countPromptTokens(GenerateRequest request) {
        int estimate = RequestChecks.estimateTokens(request.prompt());
        return request.prompt() instanceof Prompt.Tokens ? estimate : Math.min(estimate, info.context());
    }

    @Override
    public Generation generate(GenerateRequest request, GenerationListener listener) {
        RequestChecks.require(request, info, link.clock().instant());
        link.presence().breaker().requireNotOpen();
        Long wanted = request.sampling().seed();
        long seed = wanted != null ? wanted : ThreadLocalRandom.current().nextLong(RequestChecks.LARGEST_SEED);
        OutgoingRequest outgoing = writer.write(request, seed);
        RemoteGeneration generation = new RemoteGeneration(link, this, request, outgoing, seed, listener);
        lock.lock();
        try {
            if (closed) {
                throw new SeraiException(
                        RemoteErrors.CLOSED,
                        "The session with server '" + info.engine()
                                + "' is closed. Send the request again; the alias has a new session");
            }
            waiting.add(generation);
        } finally {
            lock.unlock();
        }
        generation.arm();
        startWaiting();
        return generation;
    }

    private void startWaiting() {
        List<RemoteGeneration> begun = new ArrayList<>();
        lock.lock();
        try {
            int slots = link.presence().breaker().isHalfOpen() ? 1 : info.slots();
            while (running.size() < slots && !waiting.isEmpty()) {
                RemoteGeneration next = waiting.remove();
                running.add(next);
                begun.add(next);
            }
        } finally {
            lock.unlock();
        }
        begun.forEach(generation ->
                Thread.ofVirtual().name("serai-server-" + info.engine()).start(() -> run(generation)));
    }

    private void run(RemoteGeneration generation) {
        try {
            generation.run();
        } finally {
            lock.lock();
            try {
                running.remove(generation);
                oneEnded.signalAll();
            } finally {
                lock.unlock();
            }
            startWaiting();
        }
    }

    /** A generation was stopped; one that waits ends at once. */
    void halted(RemoteGeneration generation) {
        boolean unstarted;
        lock.lock();
        try {
            unstarted = waiting.remove(generation);
        } finally {
            lock.unlock();
        }
        if (unstarted) {
            generation.endUnstarted();
        }
    }

    @Override
    public void close() {
        List<RemoteGeneration> all;
        lock.lock();
        try {
            closed = true;
            all = new ArrayList<>(waiting);
            all.addAll(running);
        } finally {
            lock.unlock();
        }
        all.forEach(RemoteGeneration::cancel);
        lock.lock();
        try {
            while (!running.isEmpty()) {
                oneEnded.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }
}
