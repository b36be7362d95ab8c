package org.serai.it.container;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
import org.osgi.framework.BundleException;
import org.serai.alias.AliasInfo;
import org.serai.alias.AliasService;

/**
 * Bundles of the engine and of its device are stopped, started and updated while a route works, also in the middle of an
 * exchange of models: every document is answered all the same.
 */
@ExtendWith(InContainer.class)
@ExamReactorStrategy(PerClass.class)
public class EngineRestartTest {
    private static final int DOCUMENTS = 24;
    private static final int DOCUMENTS_OF_A_ROUND = 6;

    /** Asked so often, they keep a new model from serving for long enough to be disturbed meanwhile. */
    private static final int GOLDEN_PROMPTS = 8;

    private static final String PROMPT = "Dear neighbours,";

    @Inject
    private BundleContext context;

    @Inject
    private AliasService aliases;

    @Configuration
    public Option[] options() throws IOException {
        return DistributionOptions.withTinyModel(Files.createTempDirectory("serai-engine"));
    }

    /** What becomes of a bundle while there is work. */
    @FunctionalInterface
    private interface Disturbance {
        void happen() throws BundleException;
    }

    @Test
    public void noDocumentIsLost() throws Exception {
        WorkingRoute route = new WorkingRoute(context);
        Set<String> names = names("letter", DOCUMENTS);
        configure(route, "tiny", 512, "");
        route.write("routes/answer.camel.yaml", WorkingRoute.route("answer", "tiny", 60));
        for (String name : names) {
            route.write("inbox/" + name, PROMPT);
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

    @Test
    public void noDocumentIsLostWhereABundleGoesDuringAnExchange() throws Exception {
        WorkingRoute route = new WorkingRoute(context);
        configure(route, "swapped", 512, "");
        route.write(
                "routes/notes.camel.yaml",
                WorkingRoute.route("notes", "swapped", 100)
                        .replace("serai-file:inbox", "serai-file:notes/inbox")
                        .replace("outbox: outbox", "outbox: notes/outbox"));
        route.write("notes/inbox/sample.txt", PROMPT);
        WorkingRoute.await("the sample", () -> route.names("notes/done").contains("sample.txt"));
        route.write("etc/golden/sample.json", golden(Files.readString(route.path("notes/outbox/sample.txt"))));

        Set<String> names = new TreeSet<>(Set.of("sample.txt"));
        int context = 500;
        for (Map.Entry<String, Disturbance> disturbance : disturbances().entrySet()) {
            int before = alias().version();
            for (String name : names(disturbance.getKey(), DOCUMENTS_OF_A_ROUND)) {
                names.add(name);
                route.write("notes/inbox/" + name, PROMPT);
            }
            configure(route, "swapped", context--, "goldenPrompts=etc/golden/sample.json\n");
            ExchangeWatch watch = new ExchangeWatch(this.context, "swapped");
            WorkingRoute.await("an exchange", () -> watch.isUnderWay() || alias().version() > before);
            disturbance.getValue().happen();
            WorkingRoute.await("the end of an exchange", () -> alias().version() > before, watch::shown);
        }

        WorkingRoute.await(
                "all answers",
                () -> route.names("notes/done").size()
                                + route.names("notes/failed").size()
                        >= names.size());
        assertEquals(List.of(), route.names("notes/failed"));
        assertEquals(names, new TreeSet<>(route.names("notes/done")));
        assertEquals(AliasInfo.State.READY, alias().state());
    }

    private Map<String, Disturbance> disturbances() {
        Bundle engine = bundle("serai-engine-decoder");
        Bundle device = bundle("serai-device-cpu");
        Map<String, Disturbance> all = new TreeMap<>();
        all.put("engine-restarted", () -> {
            engine.stop();
            engine.start();
        });
        all.put("device-restarted", () -> {
            device.stop();
            device.start();
        });
        all.put("engine-updated", engine::update);
        all.put("device-updated", device::update);
        return all;
    }

    private AliasInfo alias() {
        return aliases.alias("swapped").orElseThrow();
    }

    private static Set<String> names(String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "%s-%02d.txt".formatted(prefix, i))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void configure(WorkingRoute route, String alias, int tokens, String more) throws IOException {
        route.write(
                "etc/org.serai.alias~" + alias + ".cfg",
                "model=" + context.getProperty("serai.test.model") + "\ncontext=" + tokens + "\n" + more);
    }

    /** Has to say the same again, many times. */
    private static String golden(String answer) {
        String prompt =
                "{\"text\": \"" + PROMPT + "\", \"maxTokens\": 100, \"expect\": {\"exact\": " + quoted(answer) + "}}";
        return "{\"prompts\": [" + String.join(",", Collections.nCopies(GOLDEN_PROMPTS, prompt)) + "]}";
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars()
                .forEach(c -> quoted.append(
                        c < ' ' || c == '"' || c == '\\' || c > '~'
                                ? "\\u%04x".formatted(c)
                                : String.valueOf((char) c)));
        return quoted.append('"').toString();
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
