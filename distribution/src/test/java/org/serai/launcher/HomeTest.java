package org.serai.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.serai.launcher.Failures.assertFails;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {
    @TempDir
    private Path folder;

    private Path installation;

    @BeforeEach
    void unpack() throws IOException {
        installation = Files.createDirectories(folder.resolve("installation"));
        Files.writeString(
                Files.createDirectories(installation.resolve("etc")).resolve("logging.cfg"), "level = info\n");
    }

    @Test
    void isTheInstallationUnlessTheEnvironmentSaysOtherwise() {
        assertEquals(installation, Home.of(installation, Map.of()).directory());
        assertEquals(
                installation.resolve("models"), Home.of(installation, Map.of()).models());
        Home other = Home.of(
                installation, Map.of("SERAI_HOME", folder.resolve("other").toString(), "SERAI_MODELS", "/models"));
        assertEquals(folder.resolve("other"), other.directory());
        assertEquals(installation, other.installation());
        assertEquals(Path.of("/models"), other.models());
    }

    @Test
    void aNewHomeGetsItsFoldersAndTheDefaultConfiguration() throws IOException {
        Home home = home("new/home");
        home.prepare();
        assertEquals("level = info\n", Files.readString(home.etc().resolve("logging.cfg")));
        for (Path made :
                new Path[] {home.routes(), home.plugins(), home.models(), home.logs(), home.run(), home.cache()}) {
            assertTrue(Files.isDirectory(made), made.toString());
        }
    }

    @Test
    void aliasesOfTheInstallationAreNoDefaults() throws IOException {
        Files.writeString(installation.resolve("etc/org.serai.alias~mine.cfg"), "model = mine\n");
        Home home = home("new");
        home.prepare();
        assertTrue(Files.notExists(home.etc().resolve("org.serai.alias~mine.cfg")));
    }

    @Test
    void configurationThatIsThereStaysAsItIs() throws IOException {
        Home home = home("old");
        Files.createDirectories(home.etc());
        Files.writeString(home.etc().resolve("logging.cfg"), "level = debug\n");
        home.prepare();
        assertEquals("level = debug\n", Files.readString(home.etc().resolve("logging.cfg")));
    }

    @Test
    void aDefaultThatTheUserRemovedStaysAway() throws IOException {
        Home home = home("used");
        home.prepare();
        Files.delete(home.etc().resolve("logging.cfg"));
        home.prepare();
        assertTrue(Files.notExists(home.etc().resolve("logging.cfg")));
    }

    @Test
    void aFolderThatCannotBeMadeIsNamedWithTheRemedy() throws IOException {
        Home home = home("blocked");
        Files.createDirectories(home.directory());
        Files.writeString(home.plugins(), "a file where a folder should be");
        assertFails(LauncherErrors.HOME_UNUSABLE, home::prepare, home.plugins().toString(), "SERAI_HOME");
    }

    @Test
    void aCommaInTheNameIsRefused() {
        assertFails(LauncherErrors.HOME_UNUSABLE, home("a,b")::prepare, "a,b", "SERAI_HOME");
    }

    private Home home(String name) {
        return Home.of(installation, Map.of("SERAI_HOME", folder.resolve(name).toString()));
    }
}
