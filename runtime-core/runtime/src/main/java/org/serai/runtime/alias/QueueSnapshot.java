package org.serai.runtime.alias;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.serai.alias.AliasLoad;
import org.serai.engine.Priority;

/**
 * Where the queue of an alias stands.
 *
 * @param load how busy and how fast
 * @param model the model that gets new work
 * @param waiting requests that wait, by priority
 * @param full true where one more request like those that wait has no room
 * @param longestWait how long the oldest of those that wait has waited
 * @param completed requests that a session finished
 * @param refused requests that were not admitted
 */
record QueueSnapshot(
        AliasLoad load,
        Optional<LoadedModel> model,
        Map<Priority, Integer> waiting,
        boolean full,
        Optional<Duration> longestWait,
        long completed,
        long refused) {}
