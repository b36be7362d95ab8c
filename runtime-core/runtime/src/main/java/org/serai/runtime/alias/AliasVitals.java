package org.serai.runtime.alias;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.serai.alias.AliasInfo;

/**
 * What tells whether an alias works.
 *
 * @param info what it is
 * @param required whether the runtime is only ready where this alias is
 * @param lastToken when its engine last produced a token
 * @param lastMovement when a request last began, produced a token, or ended
 * @param doubtful true where its engine failed, or was exchanged, since the last token
 * @param longestWait how long the oldest of the requests that wait has waited
 */
public record AliasVitals(
        AliasInfo info,
        boolean required,
        Optional<Instant> lastToken,
        Optional<Instant> lastMovement,
        boolean doubtful,
        Optional<Duration> longestWait) {}
