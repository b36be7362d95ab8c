package org.serai.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.serai.launcher.Failures.assertFails;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {
    private static final Duration DEFAULT = Duration.ofSeconds(7);

    @Test
    void theFirstWordIsTheCommand() {
        assertEquals(new Arguments("model", List.of("pull", "qwen")), Arguments.parse("model", "pull", "qwen"));
    }

    @Test
    void noWordsAskForHelp() {
        assertEquals("help", Arguments.parse().command());
        assertEquals("help", Arguments.parse("--help").command());
        assertEquals("version", Arguments.parse("--version").command());
    }

    @Test
    void aTimeoutHasADefaultAndTwoSpellings() {
        assertEquals(DEFAULT, Arguments.parse("stop").timeout(DEFAULT));
        assertEquals(
                Duration.ofSeconds(90),
                Arguments.parse("stop", "--timeout", "90").timeout(DEFAULT));
        assertEquals(Duration.ZERO, Arguments.parse("stop", "--timeout=0").timeout(DEFAULT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--timeout", "--timeout soon", "--timeout -1", "--timeout=", "--force", "--timeout 1 2"})
    void otherWordsAfterStopAreRefused(String words) {
        Arguments arguments = Arguments.parse(("stop " + words).split(" ", -1));
        assertFails(LauncherErrors.USAGE, () -> arguments.timeout(DEFAULT), "serai help");
    }

    @Test
    void runTakesNoWords() {
        Arguments.parse("run").expectNothingMore();
        assertFails(
                LauncherErrors.USAGE,
                () -> Arguments.parse("run", "--fast").expectNothingMore(),
                "--fast",
                "serai run");
    }
}
