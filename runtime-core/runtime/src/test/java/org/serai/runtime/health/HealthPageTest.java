package org.serai.runtime.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.serai.error.SeraiException;
import org.serai.settings.SettingsReader;

/** {@code docs/health.md} says what the configuration takes. */
class HealthPageTest {
    private static final Pattern KEY = Pattern.compile("^\\| `(\\w+Seconds)` \\| `(\\d+)` \\|", Pattern.MULTILINE);

    @Test
    void thePageListsExactlyTheKeysAndTheirDefaults() throws IOException {
        Map<String, String> documented = new TreeMap<>();
        KEY.matcher(Files.readString(Path.of("../../docs/health.md")))
                .results()
                .forEach(key -> documented.put(key.group(1), key.group(2)));
        SettingsReader reader = new SettingsReader(Map.of());
        HealthSettings unset = HealthSettings.read(reader);
        assertEquals(reader.known(), documented.keySet());
        assertEquals(unset, HealthSettings.parse(documented));
    }

    @Test
    void aWrongConfigurationNamesEveryProblem() {
        SeraiException e = assertThrows(
                SeraiException.class,
                () -> HealthSettings.parse(Map.of("probeIntervalSeconds", "0", "probeTimeoutSecond", "5")));
        assertEquals(HealthErrors.BAD_CONFIGURATION, e.code());
        String message = String.valueOf(e.getMessage());
        assertTrue(message.contains("'probeIntervalSeconds' must be a whole number, at least 1"), message);
        assertTrue(message.contains("unknown key 'probeTimeoutSecond'; did you mean 'probeTimeoutSeconds'?"), message);
        assertTrue(message.contains("etc/org.serai.health.cfg"), message);
    }
}
