package org.serai.camel.routes;

import java.nio.file.Path;
import java.util.List;

/**
 * How a route file is.
 *
 * @param file where it is
 * @param state how far it is
 * @param routes the routes of the version that runs
 * @param problems what keeps its newest version from running
 */
public record RouteFileInfo(Path file, State state, List<RouteInfo> routes, List<Problem> problems) {
    /** How far a file is. */
    public enum State {
        /** Its newest version runs. */
        RUNNING,
        /** Its routes were stopped by hand. */
        STOPPED,
        /** Its newest version cannot run; an older one runs. */
        OUTDATED,
        /** It waits for something that is not there yet. */
        PENDING,
        /** It is wrong, and nothing of it runs. */
        REFUSED
    }

    /**
     * A route of a file.
     *
     * @param id its id
     * @param from the endpoint that it begins with, without secrets
     * @param status Camel's word for how it is, such as Started
     * @param inflight exchanges under way
     */
    public record RouteInfo(String id, String from, String status, int inflight) {}

    /** The file's name, without its folder. */
    public String name() {
        return String.valueOf(file.getFileName());
    }

    /** True where the operator has nothing to do. */
    public boolean healthy() {
        return state == State.RUNNING || state == State.STOPPED;
    }
}
