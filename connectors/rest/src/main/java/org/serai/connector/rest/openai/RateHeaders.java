package org.serai.connector.rest.openai;

import java.time.Duration;
import org.serai.alias.AliasLoad;
import org.serai.alias.AliasService;
import org.serai.connector.rest.http.Call;

/** The headers by which OpenAI tells how much more it takes, told of the queue of an alias. */
final class RateHeaders {
    private RateHeaders() {}

    static void tell(AliasService aliases, String alias, Duration reset, Call call) {
        aliases.load(alias).ifPresent(load -> tell(load, reset, call));
    }

    private static void tell(AliasLoad load, Duration reset, Call call) {
        call.setHeader("x-ratelimit-limit-tokens", String.valueOf(load.queueLimitTokens()));
        call.setHeader(
                "x-ratelimit-remaining-tokens",
                String.valueOf(Math.max(0, load.queueLimitTokens() - load.queuedTokens())));
        call.setHeader("x-ratelimit-reset-tokens", reset.toMillis() + "ms");
    }
}
