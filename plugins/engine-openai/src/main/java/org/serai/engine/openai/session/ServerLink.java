package org.serai.engine.openai.session;

import java.time.InstantSource;
import java.util.concurrent.ScheduledExecutorService;
import org.serai.engine.openai.config.ServerSettings;
import org.serai.engine.openai.http.ServerConnection;
import org.serai.engine.openai.presence.ServerPresence;

/**
 * What all requests to a server share.
 *
 * @param timer runs what is quick at the end of time limits
 */
public record ServerLink(
        ServerSettings settings,
        ServerConnection connection,
        ServerPresence presence,
        ScheduledExecutorService timer,
        InstantSource clock) {}
