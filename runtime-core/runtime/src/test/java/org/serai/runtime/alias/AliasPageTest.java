package org.serai.runtime.alias;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.serai.settings.SettingsReader;

/** {@code docs/aliases.md} says what the parser does. */
class AliasPageTest {
    private static final Pattern KEY = Pattern.compile("^\\| `(\\w+)` \\| ([^|]*) \\|", Pattern.MULTILINE);
    private static final Pattern SNIPPET = Pattern.compile("```properties[^\n]*\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LITERAL = Pattern.compile("`([^`]+)`.*");

    private final String page;

    AliasPageTest() throws IOException {
        page = Files.readString(Path.of("../../docs/aliases.md"));
    }

    @Test
    void listsExactlyTheKeysOfTheParser() {
        SettingsReader reader = new SettingsReader(Map.of());
        AliasSettingsParser.read(reader);
        Set<String> documented =
                KEY.matcher(page).results().map(key -> key.group(1)).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(new TreeSet<>(reader.known()), documented);
    }

    @Test
    void theDefaultsAreTheOnesThatHold() {
        Map<String, String> written = new HashMap<>(Map.of("model", "tiny"));
        for (MatchResult key : KEY.matcher(page).results().toList()) {
            var literal = LITERAL.matcher(key.group(2));
            if (literal.matches()) {
                written.put(key.group(1), literal.group(1));
            }
        }
        AliasSettings explicit = AliasSettingsParser.parse("x", written);
        AliasSettings unset = AliasSettingsParser.parse("x", Map.of("model", "tiny"));
        assertEquals(unset.load(), explicit.load());
        assertEquals(unset.queue(), explicit.queue());
        assertEquals(unset.loopLimit(), explicit.loopLimit());
        assertEquals(unset.engineWait(), explicit.engineWait());
        assertEquals(unset.required(), explicit.required());
    }

    @Test
    void theExamplesAreRight() throws IOException {
        var snippets = SNIPPET.matcher(page).results().toList();
        assertTrue(!snippets.isEmpty(), "no examples");
        for (MatchResult snippet : snippets) {
            Properties properties = new Properties();
            properties.load(new StringReader(snippet.group(1)));
            Map<String, String> values = new HashMap<>();
            properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name)));
            AliasSettings settings = AliasSettingsParser.parse("summarizer", values);
            assertEquals(2, settings.load().options().slots());
            assertEquals(400, settings.maxTokens());
        }
    }
}
