package org.serai.camel.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.serai.alias.AliasInfo;
import org.serai.alias.AliasLoad;
import org.serai.alias.AliasService;
import org.serai.delivery.RouteCapacity;
import org.serai.delivery.RouteCapacity.Room;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Generation;
import org.serai.engine.GenerationListener;

class AliasCapacityTest {
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final Loads loads = new Loads();
    private final RouteCapacity capacity = new AliasCapacity(() -> camel, () -> loads);

    @BeforeEach
    void start() throws Exception {
        camel.disableJMX();
        camel.getRegistry().bind("aliases", AliasService.class, loads);
        camel.getPropertiesComponent().addInitialProperty("chosen", "big");
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:start")
                        .routeId("two")
                        .choice()
                        .when(simple("${body}"))
                        .to("serai:chat?model=small&maxTokens=5")
                        .otherwise()
                        .to("direct:ask?timeout=1")
                        .end();
                from("direct:ask")
                        .routeId("asked")
                        .to("serai:chat?model={{chosen}}")
                        .to("direct:start");
                from("direct:silent").routeId("silent").to("direct:later");
            }
        });
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void findsTheAliasesOfARouteAndOfThoseThatItCalls() {
        assertEquals(Set.of("small", "big"), capacity.aliases("two"));
        assertEquals(Set.of(), capacity.aliases("silent"));
        assertEquals(Set.of(), capacity.aliases("nobody"));
    }

    @Test
    void seesARouteThatComesLater() throws Exception {
        assertEquals(Optional.empty(), capacity.room("silent", 0));
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:later").routeId("later").to("serai:chat?model=small");
            }
        });
        assertEquals(Set.of("small"), capacity.aliases("silent"));

        camel.getRouteController().stopRoute("later");
        camel.removeRoute("later");
        assertEquals(Set.of(), capacity.aliases("silent"));
    }

    @Test
    void theAliasWithTheLeastRoomCounts() {
        loads.has("small", 4, 1);
        loads.has("big", 2, 0);
        assertEquals(Optional.of(new Room(2, "")), capacity.room("two", 0));
        loads.has("small", 4, 3);
        assertEquals(Optional.of(new Room(1, "")), capacity.room("two", 0));
    }

    @Test
    void whatBeganAMomentAgoTakesASlotThoughItsAliasDoesNotKnowItYet() {
        loads.has("small", 4, 0);
        loads.has("big", 4, 0);
        assertEquals(Optional.of(new Room(1, "")), capacity.room("two", 3));
        assertEquals(Optional.of(new Room(0, "")), capacity.room("two", 9));
    }

    @Test
    void saysWhyThereWillBeNoRoom() {
        loads.has("small", 1, 0);
        assertEquals(Optional.of(new Room(0, "there is no alias big")), capacity.room("two", 0));
        loads.has("small", 0, 0);
        loads.has("big", 1, 0);
        assertEquals(Optional.of(new Room(0, "alias small has no model loaded")), capacity.room("two", 0));
        assertEquals(
                Optional.of(new Room(0, "the runtime's alias service is not there")),
                new AliasCapacity(() -> camel, () -> null).room("two", 0));
        assertEquals(Optional.empty(), new AliasCapacity(() -> null, () -> loads).room("two", 0));
    }

    private static final class Loads implements AliasService {
        private final Map<String, AliasLoad> loads = new HashMap<>();

        void has(String alias, int slots, int running) {
            loads.put(alias, new AliasLoad(slots, running, 0, 0, 0, 0, 0, Duration.ZERO, Duration.ZERO));
        }

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
            return Optional.ofNullable(loads.get(name));
        }

        @Override
        public Generation submit(GenerateRequest request, GenerationListener listener) {
            throw new UnsupportedOperationException();
        }
    }
}
