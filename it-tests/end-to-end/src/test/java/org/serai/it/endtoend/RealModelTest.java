package org.serai.it.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serai.it.support.SeraiHome;

/**
 * The demo of README.md and the examples of inspect.md with SmolLM2, a real model. It is fetched once, as a user would fetch it, and kept in the cache that
 * {@code ./serai} uses; the test is skipped only where no source of the model can be reached.
 */
class RealModelTest {
    private static final String MODEL = "smollm2-135m-instruct";
    private static final Map<String, String> ENVIRONMENT = Map.of("SERAI_MODELS", store().toString());

    @TempDir
    private Path folder;

    /** A command of a page with the one line that it prints, in a console block. */
    private static final Pattern EXAMPLE = Pattern.compile(
            "^\\$ (echo '[^']*' \\| bin/serai model \\S+ " + MODEL + ")\\n(\\{.*})$", Pattern.MULTILINE);

    @Test
    void theExamplesOfTheInspectPagePrintWhatItShows() throws Exception {
        Matcher example = EXAMPLE.matcher(Files.readString(Path.of("../../docs/inspect.md")));
        int examples = 0;
        try (SeraiHome home = new SeraiHome(folder)) {
            pull(home);
            while (example.find()) {
                examples++;
                assertEquals(
                        example.group(2) + "\n",
                        home.shell(ENVIRONMENT, example.group(1))
                                .expectSuccess()
                                .out());
            }
        }
        assertTrue(examples >= 2, "The page has lost its examples");
    }

    private static void pull(SeraiHome home) throws Exception {
        SeraiHome.Outcome pull = home.serai(ENVIRONMENT, "model", "pull", MODEL);
        assumeTrue(
                pull.status() == 0 || !pull.err().contains("SERAI-14"),
                () -> MODEL + " could not be fetched from any of its sources:\n" + pull.err());
        assertEquals(0, pull.status(), () -> pull.out() + pull.err());
    }

    @Test
    void theDemoAnswersEverySample() throws Exception {
        try (SeraiHome home = new SeraiHome(folder)) {
            pull(home);

            SeraiHome.Outcome demo = home.serai(ENVIRONMENT, "demo", "--once", "--model", MODEL);

            assertEquals(0, demo.status(), () -> demo.out() + demo.err() + logOf(home));
            assertTrue(demo.out().contains("tokens/s"), demo::out);
            assertTrue(demo.out().contains("mails/late-parcel.txt by Kafka"), demo::out);
            assertTrue(demo.out().contains("record 'late-parcel.txt' in topic"), demo::out);
            assertTrue(demo.out().contains("mails/late-parcel.txt by curl"), demo::out);
        }
    }

    private static Path store() {
        String configured = System.getenv("SERAI_MODELS");
        if (configured != null && !configured.isBlank()) {
            return Path.of(configured);
        }
        String cache = System.getenv("XDG_CACHE_HOME");
        Path base =
                cache != null && !cache.isBlank() ? Path.of(cache) : Path.of(System.getProperty("user.home"), ".cache");
        return base.resolve("serai/models");
    }

    private static String logOf(SeraiHome home) {
        try {
            return home.log();
        } catch (java.io.IOException e) {
            return e.toString();
        }
    }
}
