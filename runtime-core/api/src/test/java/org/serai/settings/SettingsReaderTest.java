package org.serai.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsReaderTest {
    @TempDir
    private Path home;

    @Test
    void readsWhatIsThereAndTakesTheRestFromTheCaller() {
        SettingsReader reader = new SettingsReader(
                Map.of("time", "90s", "file", "etc/a.pem", "count", 3, "words", "a, b", "service.pid", "x"));
        assertEquals(Duration.ofSeconds(90), reader.duration("time", Duration.ZERO));
        assertEquals(Duration.ofDays(7), reader.duration("retention", Duration.ofDays(7)));
        assertEquals(Optional.of(home.resolve("etc/a.pem")), reader.path("file", home));
        assertEquals(3, reader.integer("count", 1, 10, 5));
        assertEquals(List.of("a", "b"), reader.list("words"));
        assertEquals(List.of(), reader.problems());
    }

    @Test
    void gathersEverythingThatIsWrong() {
        SettingsReader reader = new SettingsReader(Map.of("time", "90", "count", "many", "tiem", "1s"));
        assertEquals(Duration.ofSeconds(1), reader.duration("time", Duration.ofSeconds(1)));
        assertEquals(5, reader.integer("count", 1, 10, 5));
        assertEquals("", reader.required("name"));
        assertEquals(
                List.of(
                        "'time' must be a time such as 500ms, 30s, 10m, 2h or 7d, and it is '90'",
                        "'count' must be a whole number from 1 to 10, and it is 'many'",
                        "'name' is missing",
                        "unknown key 'tiem'; did you mean 'time'?"),
                reader.problems());
    }

    @Test
    void findsSecretsWhereTheyLieAndNeverTellsThem() throws IOException {
        Files.writeString(home.resolve("password"), "from a file\n");
        Secrets secrets = new Secrets(Map.of("USER_PASSWORD", "from$the environment")::get, home);
        SettingsReader reader = new SettingsReader(Map.of(
                "a", "${env:USER_PASSWORD}", "b", "x=${file:password};", "c", "as it stands", "d", "${env:NOBODY}"));
        assertEquals("from$the environment", reader.secret("a", secrets));
        assertEquals("x=from a file;", reader.secret("b", secrets));
        assertEquals("as it stands", reader.secret("c", secrets));
        assertEquals("", reader.secret("d", secrets));
        assertEquals(
                List.of(
                        "'d' refers to a secret that is missing: the environment variable NOBODY is not set; set it before"
                                + " Serai starts"),
                reader.problems());
    }
}
