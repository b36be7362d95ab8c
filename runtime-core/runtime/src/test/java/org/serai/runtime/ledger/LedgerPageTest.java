package org.serai.runtime.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.serai.error.SeraiException;
import org.serai.settings.SettingsReader;

/** {@code docs/ledger.md} says what the settings do. */
class LedgerPageTest {
    private static final Path HOME = Path.of("/srv/serai");
    private static final Pattern KEY = Pattern.compile("^\\| `(\\w+)` \\| ([^|]*) \\|", Pattern.MULTILINE);
    private static final Pattern SNIPPET = Pattern.compile("```properties[^\n]*\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LITERAL = Pattern.compile("`([^`]+)`");

    @TempDir
    private Path folder;

    private final String page;

    LedgerPageTest() throws IOException {
        page = Files.readString(Path.of("../../docs/ledger.md"));
    }

    private static LedgerSettings parse(Map<String, String> values) {
        return LedgerSettings.parse(values, HOME, Map.of("SERAI_LEDGER_PASSWORD", "from outside")::get);
    }

    @Test
    void listsExactlyTheKeysOfTheParser() {
        SettingsReader reader = new SettingsReader(Map.of());
        LedgerSettings.read(reader, HOME, name -> null);

        assertEquals(
                new TreeSet<>(reader.known()),
                KEY.matcher(page).results().map(key -> key.group(1)).collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void theDefaultsAreTheOnesThatHold() {
        Map<String, String> written = new HashMap<>();
        for (MatchResult key : KEY.matcher(page).results().toList()) {
            var literal = LITERAL.matcher(key.group(2));
            if (literal.matches()) {
                written.put(key.group(1), literal.group(1));
            }
        }

        assertEquals(7, written.size());
        assertEquals(parse(Map.of()), parse(written));
    }

    @Test
    void theExamplesAreRight() throws IOException {
        List<LedgerSettings> examples = new ArrayList<>();
        for (MatchResult snippet : SNIPPET.matcher(page).results().toList()) {
            Properties properties = new Properties();
            properties.load(new StringReader(snippet.group(1)));
            Map<String, String> values = new HashMap<>();
            properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name)));
            examples.add(parse(values));
        }

        assertEquals(3, examples.size());
        assertEquals(Dialect.POSTGRESQL, examples.getFirst().database().dialect());
        assertEquals("from outside", examples.getFirst().database().password());
        assertEquals(Duration.ofDays(365), examples.get(1).keep());
        assertFalse(examples.get(2).enabled());
    }

    @Test
    void theEmbeddedDatabaseLiesInTheHome() {
        assertEquals(
                "jdbc:h2:file:/srv/serai/data/ledger/ledger",
                parse(Map.of()).database().name());
    }

    @Test
    void aPasswordCanComeFromAFileAndIsNeverShown() throws IOException {
        Files.writeString(folder.resolve("secret"), "s3cret\n");

        LedgerSettings settings = LedgerSettings.parse(
                Map.of("url", "jdbc:postgresql://db/serai?password=other", "user", "u", "password", "${file:secret}"),
                folder,
                name -> null);

        assertEquals("s3cret", settings.database().password());
        assertEquals("jdbc:postgresql://db/serai", settings.database().toString());
        assertFalse(settings.toString().contains("s3cret"), settings.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "leaseSeconds, 1, leaseSeconds",
        "keepDays, soon, keepDays",
        "url, jdbc:mysql://db/x?password=hidden, jdbc:postgresql:",
        "whenUnavailable, panic, wait or compute",
        "poolsize, 3, did you mean 'poolSize'",
        "password, ${env:NOT_THERE}, NOT_THERE",
        "password, ${file:not-there}, not-there"
    })
    void whatCannotBeIsRefusedWithTheReason(String key, String value, String reason) {
        SeraiException refusal = assertThrows(SeraiException.class, () -> parse(Map.of(key, value)));

        assertEquals(LedgerErrors.BAD_CONFIGURATION, refusal.code());
        assertTrue(String.valueOf(refusal.getMessage()).contains(reason), refusal.getMessage());
        assertFalse(String.valueOf(refusal.getMessage()).contains("hidden"), refusal.getMessage());
    }
}
