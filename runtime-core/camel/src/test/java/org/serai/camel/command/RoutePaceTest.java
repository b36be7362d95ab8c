package org.serai.camel.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.serai.alias.AliasInfo;
import org.serai.alias.AliasLoad;
import org.serai.alias.AliasService;
import org.serai.delivery.Throughput;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Generation;
import org.serai.engine.GenerationListener;

class RoutePaceTest {
    private final RoutePace pace = new RoutePace();

    @Test
    void saysByHowMuchARouteFallsBehind() {
        pace.bindSource(orders(2.5));
        pace.bindAliases(alias(2, Duration.ofMillis(2500)));
        assertEquals(
                List.of(
                        "route classify does not keep up: 2.50 a second came from topic orders in the last 10 minutes, and"
                                + " alias summarizer answers 0.80 a second (slots 2, 2.5 s each). 1200 wait. Give the alias more"
                                + " slots, a smaller model or a lower maxTokens, or run more instances."),
                pace.warnings(List.of("classify", "other"), List.of("summarizer")));
    }

    @Test
    void isQuietWhereARouteKeepsUpOrNothingIsKnown() {
        assertEquals(List.of(), pace.warnings(List.of("classify"), List.of("summarizer")));
        pace.bindSource(orders(2.5));
        assertEquals(List.of(), pace.warnings(List.of("classify"), List.of("summarizer")));
        pace.bindAliases(alias(8, Duration.ofMillis(2500)));
        assertEquals(List.of(), pace.warnings(List.of("classify"), List.of("summarizer")));
        pace.bindAliases(alias(2, Duration.ZERO));
        assertEquals(List.of(), pace.warnings(List.of("classify"), List.of("summarizer")));
        pace.bindAliases(alias(2, Duration.ofMillis(2500)));
        assertEquals(List.of(), pace.warnings(List.of("classify"), List.of()));
    }

    private static Throughput orders(double perSecond) {
        return route -> route.equals("classify")
                ? Optional.of(new Throughput.Arrival("topic orders", perSecond, Duration.ofMinutes(10), 1200))
                : Optional.empty();
    }

    private static AliasService alias(int slots, Duration requestTime) {
        return new AliasService() {
            @Override
            public List<AliasInfo> aliases() {
                return List.of();
            }

            @Override
            public Optional<AliasInfo> alias(String name) {
                return Optional.empty();
            }

            @Override
            public Optional<AliasLoad> load(String name) {
                return Optional.of(new AliasLoad(slots, 0, 0, 0, 0, 0, 0, requestTime, Duration.ZERO));
            }

            @Override
            public Generation submit(GenerateRequest request, GenerationListener listener) {
                throw new UnsupportedOperationException();
            }
        };
    }
}
