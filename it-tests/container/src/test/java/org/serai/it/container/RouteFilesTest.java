package org.serai.it.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import javax.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.serai.status.StatusSource;

/** A route file is added, changed, broken and removed while the container runs. */
@ExtendWith(InContainer.class)
@ExamReactorStrategy(PerClass.class)
public class RouteFilesTest {
    @Inject
    private BundleContext context;

    @Configuration
    public Option[] options() throws IOException {
        return DistributionOptions.withTinyModel(Files.createTempDirectory("serai-routes"));
    }

    @Test
    public void routesFollowTheirFiles() throws Exception {
        WorkingRoute route = new WorkingRoute(context);
        route.write("etc/org.serai.alias~tiny.cfg", "model=" + context.getProperty("serai.test.model") + "\n");
        route.write("routes/answer.camel.yaml", WorkingRoute.route("first", "tiny", 3));
        answer(route, "one.txt");

        route.write("routes/answer.camel.yaml", WorkingRoute.route("second", "tiny", 3));
        WorkingRoute.await("the changed route", () -> routes().toString().contains("second"));
        assertTrue(!routes().toString().contains("first"), () -> routes().toString());
        answer(route, "two.txt");

        route.write("routes/answer.camel.yaml", "- route:\n    id: second\n    from: [");
        WorkingRoute.await("the complaint", () -> routes().toString().contains("SERAI-18"));
        answer(route, "three.txt");

        route.delete("routes/answer.camel.yaml");
        WorkingRoute.await("the route to go", () -> routes().isEmpty());
        assertEquals(List.of("one.txt", "three.txt", "two.txt"), route.names("done"));
    }

    private static void answer(WorkingRoute route, String name) throws Exception {
        route.write("inbox/" + name, "Dear neighbours,");
        WorkingRoute.await("the answer to " + name, () -> route.names("done").contains(name));
        assertTrue(Files.exists(route.path("outbox/" + name + ".json")), name);
    }

    private List<StatusSource.Row> routes() {
        try {
            for (ServiceReference<StatusSource> reference : context.getServiceReferences(StatusSource.class, null)) {
                StatusSource source = context.getService(reference);
                if (source != null && source.section().equals("routes")) {
                    return source.rows();
                }
            }
        } catch (org.osgi.framework.InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
        throw new AssertionError("Nobody reports on routes");
    }
}
