package org.serai.runtime.alias;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.serai.engine.InferenceEngine;
import org.serai.engine.ModelReference;
import org.serai.engine.ModelSession;
import org.serai.engine.SessionOptions;
import org.serai.error.ErrorCategory;
import org.serai.error.ErrorCode;
import org.serai.error.SeraiException;
import org.serai.model.Support;

/** An engine that does what a test says: refuses, fails, or opens a session. Thread-safe. */
public final class ScriptedEngine implements InferenceEngine {
    static final ErrorCode BROKEN = new ErrorCode(9901, ErrorCategory.CORRUPT);

    final String name;
    private final List<ScriptedSession> sessions = new ArrayList<>();
    private final Set<String> lacking = ConcurrentHashMap.newKeySet();
    private final Map<String, RuntimeException> failures = new ConcurrentHashMap<>();
    private volatile @Nullable String refusal;
    private volatile @Nullable RuntimeException failure;
    private volatile Consumer<ScriptedSession.Running> starting = running -> {};
    private volatile Runnable opening = () -> {};

    public ScriptedEngine(String name) {
        this.name = name;
    }

    void refuse(@Nullable String reason) {
        refusal = reason;
    }

    /** It runs nothing on this device from now on. */
    void lack(String device) {
        lacking.add(device);
    }

    /** It knows the device again. */
    void know(String device) {
        lacking.remove(device);
    }

    void failToOpen(@Nullable RuntimeException problem) {
        failure = problem;
    }

    /** Sessions fail to open where this device is the first of the order. */
    void failToOpenOn(String device, RuntimeException problem) {
        failures.put(device, problem);
    }

    /** Every device works again. */
    void heal() {
        failures.clear();
    }

    /** What happens with each generation of sessions opened from now on, right after it began. */
    public void onStart(Consumer<ScriptedSession.Running> action) {
        starting = action;
    }

    /** Whether a session was ever given more than it has slots for: what it said then. */
    List<String> overload() {
        return sessions().stream()
                .flatMap(session -> session.overload().stream())
                .toList();
    }

    /** What happens while a session is being opened; called in the thread that opens it. */
    void onOpen(Runnable action) {
        opening = action;
    }

    @Override
    public Support supports(ModelReference model, SessionOptions options) {
        if (!options.devices().isEmpty() && lacking.containsAll(options.devices())) {
            return Support.no("none of the devices " + options.devices() + " is there");
        }
        String reason = refusal;
        return reason == null ? Support.yes() : Support.no(reason);
    }

    @Override
    public ModelSession open(ModelReference model, SessionOptions options) {
        opening.run();
        RuntimeException problem = failure;
        if (problem == null && !options.devices().isEmpty()) {
            problem = failures.get(options.devices().getFirst());
        }
        if (problem != null) {
            throw problem;
        }
        synchronized (sessions) {
            ScriptedSession session = new ScriptedSession(name, model, options, sessions.size());
            session.onStart(starting);
            sessions.add(session);
            return session;
        }
    }

    List<ScriptedSession> sessions() {
        synchronized (sessions) {
            return List.copyOf(sessions);
        }
    }

    public ScriptedSession lastSession() {
        return sessions().getLast();
    }

    public static SeraiException broken(String message) {
        return new SeraiException(BROKEN, message);
    }
}
