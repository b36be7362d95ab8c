package org.serai.it.scripted;

import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Generation;
import org.serai.engine.GenerationListener;
import org.serai.engine.Message;
import org.serai.engine.ModelReference;
import org.serai.engine.ModelSession;
import org.serai.engine.Prompt;
import org.serai.engine.SessionInfo;
import org.serai.engine.SessionOptions;
import org.serai.engine.SessionUsage;
import org.serai.error.ErrorCategory;
import org.serai.error.ErrorCode;
import org.serai.error.SeraiException;

/** A session with slots and a context like those of a real one; a token is a word. */
final class ScriptedSession implements ModelSession {
    private static final int CONTEXT = 4096;
    private static final ErrorCode TOO_LONG = new ErrorCode(9990, ErrorCategory.TOO_LONG);
    private static final ErrorCode CLOSED = new ErrorCode(9991, ErrorCategory.UNAVAILABLE);

    private final SessionInfo info;
    private final WorkLog log;
    private final Semaphore slots;
    private final Set<ScriptedGeneration> generations = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    ScriptedSession(ModelReference model, SessionOptions options, WorkLog log) {
        this.info = new SessionInfo(
                ScriptedEngine.ENGINE_NAME,
                "none",
                model.name(),
                model.digest(),
                options.context().orElse(CONTEXT),
                options.slots(),
                0,
                "");
        this.log = log;
        this.slots = new Semaphore(options.slots());
    }

    @Override
    public SessionInfo info() {
        return info;
    }

    @Override
    public SessionUsage usage() {
        int busy = info.slots() - slots.availablePermits();
        return new SessionUsage(busy, busy, info.slots());
    }

    @Override
    public int countPromptTokens(GenerateRequest request) {
        return text(request.prompt()).split("\\s+").length;
    }

    @Override
    public Generation generate(GenerateRequest request, GenerationListener listener) {
        if (closed) {
            throw new SeraiException(CLOSED, "The session is closed");
        }
        int promptTokens = countPromptTokens(request);
        if (promptTokens > info.context()) {
            throw new SeraiException(
                    TOO_LONG, "The prompt has " + promptTokens + " tokens, and the context holds " + info.context());
        }
        Instant deadline = request.deadline();
        String prompt = text(request.prompt());
        ScriptedGeneration generation = new ScriptedGeneration(
                Script.of(prompt),
                info,
                promptTokens,
                request.maxTokens() == null ? Integer.MAX_VALUE : request.maxTokens(),
                deadline == null ? Instant.MAX : deadline,
                listener);
        generations.add(generation);
        var unused = generation.result().whenComplete((result, failure) -> generations.remove(generation));
        Thread.ofVirtual().start(() -> work(request.model(), prompt, generation));
        return generation;
    }

    private void work(String alias, String prompt, ScriptedGeneration generation) {
        slots.acquireUninterruptibly();
        try {
            log.begin(alias, prompt);
            generation.run();
        } finally {
            slots.release();
            generation.publish();
        }
    }

    @Override
    public void close() {
        closed = true;
        generations.forEach(Generation::cancel);
    }

    /** What people wrote, without the system message. */
    private static String text(Prompt prompt) {
        return switch (prompt) {
            case Prompt.Text plain -> plain.text();
            case Prompt.Chat chat -> {
                Message last = chat.messages().getLast();
                yield last.content();
            }
            case Prompt.Tokens tokens -> "word ".repeat(tokens.ids().length).strip();
        };
    }
}
