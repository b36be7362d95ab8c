package org.serai.engine.openai.http;

import java.time.Duration;
import java.util.Optional;
import org.serai.error.SeraiException;

/** Why an attempt to have a request answered failed, and what follows from that. */
public final class ServerFailure extends Exception {
    private static final long serialVersionUID = 1L;

    /** Whose fault a failure is. */
    public enum Fault {
        /** The connection's: nobody answers, or the answer breaks off. */
        CONNECTION(true, true),
        /** The server's: it says so, or what it says is no answer. */
        SERVER(true, true),
        /** The server takes too long. Another attempt would make it slower. */
        SLOWNESS(false, true),
        /** Nobody's: the server has no room at the moment. */
        LOAD(true, false),
        /** The request's, or the configuration's: the same will come of it again. */
        REQUEST(false, false);

        private final boolean mayPass;
        private final boolean isServers;

        Fault(boolean mayPass, boolean isServers) {
            this.mayPass = mayPass;
            this.isServers = isServers;
        }

        /** Whether another attempt is worth making. */
        public boolean mayPass() {
            return mayPass;
        }

        /** Whether the server is to be held off when it goes on like that. */
        public boolean isServers() {
            return isServers;
        }
    }

    private final Fault fault;
    private final SeraiException problem;

    @SuppressWarnings("serial") // never serialised
    private final Optional<Duration> retryAfter;

    /** @param retryAfter what the server said about another attempt */
    ServerFailure(Fault fault, SeraiException problem, Optional<Duration> retryAfter) {
        super(problem.getMessage(), problem);
        this.fault = fault;
        this.problem = problem;
        this.retryAfter = retryAfter;
    }

    public ServerFailure(Fault fault, SeraiException problem) {
        this(fault, problem, Optional.empty());
    }

    public Fault fault() {
        return fault;
    }

    /** The failure as senders see it. */
    public SeraiException problem() {
        return problem;
    }

    /** When another attempt is worth making, as the server said. */
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
