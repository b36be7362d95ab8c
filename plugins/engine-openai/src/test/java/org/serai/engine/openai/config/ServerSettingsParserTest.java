package org.serai.engine.openai.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serai.engine.openai.config.Dialect.Trait;
import org.serai.engine.openai.error.RemoteErrors;
import org.serai.error.SeraiException;
import org.serai.settings.Secrets;

class ServerSettingsParserTest {
    private static final Pattern EXAMPLE = Pattern.compile(
            "```properties[^\\n]*\\n# etc/(org\\.serai\\.engine\\.openai~[a-z-]+)\\.cfg\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path home;

    private ServerSettings parse(String name, Map<String, String> values) {
        return ServerSettingsParser.parse(
                ServerSettingsParser.PID + name,
                values,
                home,
                new Secrets(variable -> variable.equals("EMPTY") ? null : "key-of-" + variable, home));
    }

    private String problem(Map<String, String> more) {
        Map<String, String> values = new HashMap<>(Map.of("url", "http://127.0.0.1:8000/v1"));
        values.putAll(more);
        SeraiException wrong = assertThrows(SeraiException.class, () -> parse("~peer", values));
        assertEquals(RemoteErrors.BAD_CONFIGURATION, wrong.code());
        return String.valueOf(wrong.getMessage());
    }

    @Test
    void needsNothingButTheAddress() {
        ServerSettings settings = parse("~peer", Map.of("url", "http://127.0.0.1:8000/v1/"));

        assertEquals("peer", settings.name());
        assertEquals("http://127.0.0.1:8000/v1", settings.url().toString());
        assertEquals(Dialect.OPENAI, settings.dialect());
        assertTrue(settings.key().isNone());
        assertFalse(settings.tools());
        assertEquals(Duration.ofSeconds(5), settings.limits().connect());
        assertEquals("any", settings.nameOnServer("any"));
    }

    @Test
    void namesEverythingThatIsWrong() {
        String problem = problem(Map.of("url", "ftp://x", "dialcet", "vllm", "retries", "-1", "models", "a"));

        assertTrue(problem.contains("url"), problem);
        assertTrue(problem.contains("dialect"), problem);
        assertTrue(problem.contains("retries"), problem);
        assertTrue(problem.contains("models"), problem);
    }

    @Test
    void refusesNamesThatMeanSomethingElse() {
        assertThrows(SeraiException.class, () -> parse("~decoder", Map.of("url", "http://127.0.0.1/v1")));
        assertThrows(SeraiException.class, () -> parse("", Map.of("url", "http://127.0.0.1/v1")));
    }

    @Test
    void sendsNoKeyInTheOpenUnlessItIsToldTo() {
        String problem = problem(Map.of("url", "http://gpu.example.org/v1", "apiKey", "sk-secret"));

        assertTrue(problem.contains("allowPlainHttp"), problem);
        assertFalse(problem.contains("sk-secret"), problem);
        parse("~peer", Map.of("url", "http://localhost:8000/v1", "apiKey", "sk-secret"));
        parse("~peer", Map.of("url", "https://gpu.example.org/v1", "apiKey", "sk-secret"));
        parse("~peer", Map.of("url", "http://gpu.example.org/v1", "apiKey", "sk-secret", "allowPlainHttp", "true"));
    }

    @Test
    void takesTheKeyFromWhereItLiesEachTime() throws IOException {
        Files.writeString(home.resolve("key"), "first\n");
        ServerSettings settings = parse("~peer", Map.of("url", "https://gpu.example.org/v1", "apiKey", "${file:key}"));
        assertEquals("first", settings.key().value());

        Files.writeString(home.resolve("key"), "second\n");

        assertEquals("second", settings.key().value());
        assertFalse(settings.toString().contains("second"), settings.toString());
        assertEquals("*** and no more", settings.key().hideIn("second and no more"));
    }

    @Test
    void saysWhichKeyIsMissing() {
        String problem = problem(Map.of("apiKey", "${env:EMPTY}"));

        assertTrue(problem.contains("EMPTY"), problem);
    }

    @Test
    void letsTheOperatorKnowBetterThanTheDialect() {
        ServerSettings settings = parse(
                "~peer",
                Map.of("url", "http://127.0.0.1/v1", "dialect", "ollama", "logprobs", "true", "jsonSchema", "false"));

        assertTrue(settings.traits().contains(Trait.LOGPROBS));
        assertFalse(settings.traits().contains(Trait.JSON_SCHEMA));
        assertTrue(settings.traits().contains(Trait.JSON_OBJECT));
    }

    /** The examples of docs/engine-openai.md. */
    @Test
    void takesTheExamplesOfTheDocumentation() throws IOException {
        Files.createDirectories(home.resolve("etc"));
        Files.writeString(home.resolve("etc/hosted.key"), "sk-hosted");
        Files.writeString(home.resolve("etc/upstairs.key"), "sk-upstairs");
        Matcher example = EXAMPLE.matcher(Files.readString(Path.of("../../docs/engine-openai.md")));
        int found = 0;
        while (example.find()) {
            found++;
            Properties properties = new Properties();
            properties.load(new StringReader(example.group(2)));
            Map<String, String> values = new HashMap<>();
            properties.stringPropertyNames().forEach(key -> values.put(key, properties.getProperty(key)));

            ServerSettings settings = ServerSettingsParser.parse(
                    example.group(1), values, home, new Secrets(variable -> "key-of-" + variable, home));

            assertTrue(example.group(1).endsWith(settings.name()));
        }
        assertTrue(found >= 6, found + " examples");
    }
}
