package org.serai.connector.kafka.component;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.ServiceStatus;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.util.ObjectHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serai.connector.kafka.KafkaErrors;
import org.serai.error.SeraiException;

/** A route that consumes exactly once and would write to another cluster is refused when it starts. No broker is there. */
class OneClusterTest {
    private static final String SOURCE = "serai-kafka:in?exactlyOnce=true";
    private static final String OTHER_OPTIONS = "serai-kafka:out?additionalProperties.linger.ms=5";

    @TempDir
    private Path home;

    private void assertRefused(RouteBuilder routes) {
        try (Station station = new Station(home, "127.0.0.1:9", Map.of())) {
            Exception refused = assertThrows(Exception.class, () -> station.route(routes));
            SeraiException reason = ObjectHelper.getException(SeraiException.class, refused);
            assertNotNull(reason, refused::toString);
            assertEquals(KafkaErrors.OTHER_CLUSTER, reason.code());
            assertTrue(String.valueOf(reason.getMessage()).contains("linger.ms"), reason::toString);
        }
    }

    @Test
    void anEndpointWithOptionsOfItsOwnIsAnotherCluster() {
        assertRefused(new RouteBuilder() {
            @Override
            public void configure() {
                from(SOURCE).routeId("refused").to("serai-kafka:out").to(OTHER_OPTIONS);
            }
        });
    }

    @Test
    void itIsFoundWithinOtherSteps() {
        assertRefused(new RouteBuilder() {
            @Override
            public void configure() {
                from(SOURCE)
                        .routeId("refused")
                        .choice()
                        .when(simple("${body} == 'x'"))
                        .split(body())
                        .to(OTHER_OPTIONS)
                        .endChoice()
                        .otherwise()
                        .to("serai-kafka:out");
            }
        });
    }

    @Test
    void itIsFoundInARouteThatIsCalled() {
        assertRefused(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:write").routeId("called").to(OTHER_OPTIONS);
                from(SOURCE).routeId("refused").to("direct:write");
            }
        });
    }

    @Test
    void theSameClusterIsNone() throws Exception {
        try (Station station = new Station(home, "127.0.0.1:9", Map.of()).route(new RouteBuilder() {
            @Override
            public void configure() {
                from(SOURCE + "&additionalProperties.linger.ms=5")
                        .routeId("fine")
                        .to(OTHER_OPTIONS);
                from("serai-kafka:in?group=other").routeId("not-exactly-once").to(OTHER_OPTIONS);
            }
        })) {
            assertEquals(
                    ServiceStatus.Started, station.camel.getRouteController().getRouteStatus("fine"));
            assertEquals(
                    ServiceStatus.Started, station.camel.getRouteController().getRouteStatus("not-exactly-once"));
        }
    }
}
