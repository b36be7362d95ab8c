package org.serai.it.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The demo with SmolLM2, a real model. It is fetched once, as a user would fetch it, and kept in the cache that
 * {@code ./serai} uses; the test is skipped only where no source of the model can be reached.
 */
class RealModelTest {
    private static final String MODEL = "smollm2-135m-instruct";

    @TempDir
    private Path folder;

    @Test
    void theDemoAnswersEverySample() throws Exception {
        Map<String, String> environment = Map.of("SERAI_MODELS", store().toString());
        try (SeraiHome home = new SeraiHome(folder)) {
            SeraiHome.Outcome pull = home.serai(environment, "model", "pull", MODEL);
            assumeTrue(
                    pull.status() == 0 || !pull.err().contains("SERAI-14"),
                    () -> MODEL + " could not be fetched from any of its sources:\n" + pull.err());
            assertEquals(0, pull.status(), () -> pull.out() + pull.err());

            SeraiHome.Outcome demo = home.serai(environment, "demo", "--once", "--model", MODEL);

            assertEquals(0, demo.status(), () -> demo.out() + demo.err() + logOf(home));
            assertTrue(demo.out().contains("tokens/s"), demo::out);
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
