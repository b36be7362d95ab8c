package org.serai.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.serai.launcher.Failures.assertFails;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoOptionsTest {
    @Test
    void hasDefaults() {
        assertEquals(new DemoOptions(false, "qwen2.5-coder-0.5b-instruct"), DemoOptions.parse(List.of()));
    }

    @Test
    void takesItsOptionsInAnyOrder() {
        DemoOptions expected = new DemoOptions(true, "tiny");
        assertEquals(expected, DemoOptions.parse(List.of("--once", "--model", "tiny")));
        assertEquals(expected, DemoOptions.parse(List.of("--model=tiny", "--once")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--twice", "--model", "tiny"})
    void refusesOtherWords(String word) {
        assertFails(LauncherErrors.USAGE, () -> DemoOptions.parse(List.of(word)), word, "--once");
    }
}
