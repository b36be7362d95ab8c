package org.serai.it.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** What operators watch: the figures that docs/metrics.md names are there, and health follows what becomes of an alias. */
@ExtendWith(InContainer.class)
@ExamReactorStrategy(PerClass.class)
public class HealthAndMetricsTest {
    private static final Pattern ROW =
            Pattern.compile("^\\| `([a-z_.]+)` \\| (counter|timer|gauge|summary) \\|", Pattern.MULTILINE);

    /** What only an alias with a shadow, a canary or several engines has. */
    private static final Pattern OF_SOME = Pattern.compile("serai\\.(shadow|canary|held)\\..*");

    @Inject
    private BundleContext context;

    @Configuration
    public Option[] options() throws IOException {
        return DistributionOptions.withTinyModel(Files.createTempDirectory("serai-watched"));
    }

    @Test
    public void figuresAndHealthTellWhatHappens() throws Exception {
        WorkingRoute route = new WorkingRoute(context);
        route.write(
                "etc/org.serai.alias~tiny.cfg", "model=" + context.getProperty("serai.test.model") + "\ncontext=128\n");
        route.write("routes/answer.camel.yaml", WorkingRoute.route("answer", "tiny", 3));
        route.write("inbox/letter.txt", "Dear neighbours,");
        route.write("inbox/empty.txt", "");
        WorkingRoute.await("the answer", () -> route.names("done").contains("letter.txt"));
        WorkingRoute.await("the failure", () -> route.names("failed").contains("empty.txt.error.json"));
        WorkingRoute.await("HTTP", () -> Files.exists(route.path("data/run/http")));
        awaitReady(200);

        String figures = get("/metrics").body();
        assertEquals(List.of(), missing(figures), figures);
        assertTrue(
                figures.lines()
                        .anyMatch(line -> line.startsWith("serai_dead_letters_total{")
                                && line.contains("reason=\"SERAI-1910\"")
                                && line.contains("route=\"answer\"")
                                && line.contains("source=\"file:" + route.path("inbox") + "\"")
                                && line.endsWith(" 1.0")),
                figures);

        Bundle engine = bundle("serai-engine-decoder");
        engine.stop();
        awaitReady(503);
        assertTrue(get("/health/ready").body().contains("\"critical\""));
        assertEquals(200, get("/health/live").status());
        engine.start();
        awaitReady(200);
    }

    /** The series of the page that the answer has not got. */
    private static List<String> missing(String figures) throws IOException {
        List<MatchResult> rows = ROW.matcher(Files.readString(Path.of("../../docs/metrics.md")))
                .results()
                .filter(row -> !OF_SOME.matcher(row.group(1)).matches())
                .toList();
        assertFalse(rows.isEmpty(), "The page has lost its tables");
        List<String> missing = new ArrayList<>();
        for (MatchResult row : rows) {
            String name = row.group(1).replace('.', '_');
            String suffix =
                    switch (row.group(2)) {
                        case "counter" -> "_total";
                        case "timer" -> "_seconds_count";
                        case "summary" -> "(_[a-z]+)?_count";
                        default -> "(_[a-z]+)?";
                    };
            if (!Pattern.compile("^" + name + suffix + "[{ ]", Pattern.MULTILINE)
                    .matcher(figures)
                    .find()) {
                missing.add(name);
            }
        }
        return missing;
    }

    private void awaitReady(int status) throws InterruptedException {
        WorkingRoute.await(
                "/health/ready to answer " + status, () -> get("/health/ready").status() == status);
    }

    private record Answer(int status, String body) {}

    private Answer get(String path) {
        try {
            String server = Files.readString(
                            Path.of(context.getProperty("serai.home")).resolve("data/run/http"))
                    .strip();
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(server + path).toURL().openConnection();
            int status = connection.getResponseCode();
            try (var body = status < HttpURLConnection.HTTP_BAD_REQUEST
                    ? connection.getInputStream()
                    : connection.getErrorStream()) {
                return new Answer(status, new String(body.readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (ConnectException e) {
            return new Answer(0, "HTTP does not listen (yet)");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
