package org.serai.runtime.alias;

import java.util.Optional;
import org.serai.engine.SessionInfo;

/**
 * An exchange that took effect.
 *
 * @param alias which alias
 * @param versionBefore the version that was in effect; 0 where none was
 * @param before what served; empty where nothing did
 * @param version the version that is in effect
 * @param session what serves
 */
public record SwapReport(
        String alias, int versionBefore, Optional<SessionInfo> before, int version, SessionInfo session) {}
