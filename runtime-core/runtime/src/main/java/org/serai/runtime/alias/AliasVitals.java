package org.serai.runtime.alias;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
 * @param stage what is being done to exchange its model, for people; empty where nothing is
 * @param held engines that are kept away from it because they failed
 */
public record AliasVitals(
        AliasInfo info,
        boolean required,
        Optional<Instant> lastToken,
        Optional<Instant> lastMovement,
        boolean doubtful,
        Optional<Duration> longestWait,
        String stage,
        List<HeldEngine> held) {
    public AliasVitals {
        held = List.copyOf(held);
    }
}
