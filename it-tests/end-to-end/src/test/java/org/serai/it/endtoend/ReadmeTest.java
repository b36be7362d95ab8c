package org.serai.it.endtoend;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serai.it.support.SeraiHome;
import org.serai.it.support.TinyModel;

/** What the README shows, works as it stands there. */
class ReadmeTest {
    private static final Pattern FIRST_ROUTE =
            Pattern.compile("```yaml file=routes/letters.camel.yaml\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    @Test
    void theFirstOwnRouteAnswersALetter() throws Exception {
        Matcher snippet = FIRST_ROUTE.matcher(Files.readString(Path.of("../../README.md")));
        assertTrue(snippet.find(), "The README has lost its first route");
        try (SeraiHome home = new SeraiHome(folder)) {
            home.alias("assistant", TinyModel.file());
            home.write("my-route.camel.yaml", snippet.group(1));
            home.serai("route", "check", "my-route.camel.yaml").expectSuccess();

            home.write("routes/my-route.camel.yaml", snippet.group(1));
            home.serai("start").expectSuccess();
            home.write("data/letters/invitation.txt", "Please tell us by Friday whether you will come.");

            assertFalse(Files.readString(home.awaitFile("data/answers/invitation.txt"))
                    .isEmpty());
        }
    }
}
