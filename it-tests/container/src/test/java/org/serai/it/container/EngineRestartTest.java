package org.serai.it.container;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** The engine's bundle is stopped and started again while a route works: every document is answered all the same. */
@ExtendWith(InContainer.class)
@ExamReactorStrategy(PerClass.class)
public class EngineRestartTest {
    private static final int DOCUMENTS = 24;

    @Inject
    private BundleContext context;

    @Configuration
    public Option[] options() throws IOException {
        return DistributionOptions.withTinyModel(Files.createTempDirectory("serai-engine"));
    }

    @Test
    public void noDocumentIsLost() throws Exception {
        WorkingRoute route = new WorkingRoute(context);
        Set<String> names = IntStream.range(0, DOCUMENTS)
                .mapToObj(i -> "letter-%02d.txt".formatted(i))
                .collect(Collectors.toCollection(TreeSet::new));
        route.write(
                "etc/org.serai.alias~tiny.cfg", "model=" + context.getProperty("serai.test.model") + "\ncontext=512\n");
        route.write("routes/answer.camel.yaml", WorkingRoute.route("answer", "tiny", 60));
        for (String name : names) {
            route.write("inbox/" + name, "Dear neighbours,");
        }
        Bundle engine = bundle("serai-engine-decoder");

        for (int answered : List.of(2, 8)) {
            WorkingRoute.await(answered + " answers", () -> route.names("done").size() >= answered);
            engine.stop();
            Thread.sleep(500); // long enough for requests to find no engine
            engine.start();
        }

        WorkingRoute.await("all answers", () -> route.names("done").size() == DOCUMENTS);
        assertEquals(List.of(), route.names("failed"));
        assertEquals(names, new TreeSet<>(route.names("done")));
    }

    private Bundle bundle(String name) {
        for (Bundle bundle : context.getBundles()) {
            if (name.equals(bundle.getSymbolicName())) {
                return bundle;
            }
        }
        throw new AssertionError("There is no bundle " + name);
    }
}
