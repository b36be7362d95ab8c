package org.serai.alias;

import java.util.Optional;
import org.serai.engine.SessionInfo;

/**
 * What is known about an alias.
 *
 * @param name the name that routes use
 * @param model the configured model
 * @param version the version that is in effect: counts the changes of this alias that took effect, from 1 and over restarts
 * @param state how far it is
 * @param reason why it is not ready, or why the last change of a ready one did not take effect; empty where all is well
 * @param session the loaded session, where there is one
 * @param queued requests that wait
 * @param running requests that are worked on
 */
public record AliasInfo(
        String name,
        String model,
        int version,
        State state,
        String reason,
        Optional<SessionInfo> session,
        int queued,
        int running) {
    /** How far an alias is. */
    public enum State {
        /** The model is being loaded. */
        LOADING,
        /** Requests are served. */
        READY,
        /** The model was unloaded to make room for others; the next request loads it again. */
        UNLOADED,
        /** Something is missing or wrong; the reason says what. */
        FAILED
    }
}
