package org.serai.runtime.alias;

import org.serai.engine.InferenceEngine;

/**
 * An engine that is there.
 *
 * @param name the value of {@link InferenceEngine#NAME}
 * @param ranking the higher is taken where the configuration does not choose
 * @param serviceId settles equal rankings: the lower is taken
 * @param remote the value of {@link InferenceEngine#REMOTE}: it sends prompts to a server
 */
record EngineEntry(String name, int ranking, long serviceId, boolean remote, InferenceEngine engine) {}
