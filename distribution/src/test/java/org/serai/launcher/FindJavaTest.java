package org.serai.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The shell function that finds a Java, with trees that only look like one. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "serai.bat looks for Java by itself")
class FindJavaTest {
    private static final Path SCRIPT = Path.of("src/main/dist/bin/find-java.sh").toAbsolutePath();

    @TempDir
    private Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private Path tools;

    @BeforeEach
    void isolate() throws IOException {
        // a PATH with what the function needs, and no java
        tools = Files.createDirectories(folder.resolve("tools"));
        for (String tool : new String[] {"sed", "dirname", "readlink"}) {
            Path program = Stream.of("/usr/bin", "/bin")
                    .map(bin -> Path.of(bin, tool))
                    .filter(Files::exists)
                    .findFirst()
                    .orElseThrow();
            program(tools.resolve(tool), "exec " + program + " \"$@\"");
        }
        environment.put("PATH", tools.toString());
        environment.put("HOME", folder.resolve("home").toString());
        environment.put("SERAI_JAVA_ROOT", folder.resolve("root").toString());
    }

    @Test
    void takesJavaHomeFirst() throws IOException, InterruptedException {
        Path chosen = java("chosen", "25.0.1", "java", "javac");
        java("root/usr/lib/jvm/other", "26", "java", "javac");
        environment.put("JAVA_HOME", chosen.toString());
        assertEquals(new Answer(0, chosen.toString(), ""), find("javac"));
    }

    @Test
    void passesOverAJavaHomeThatIsTooOld() throws IOException, InterruptedException {
        environment.put("JAVA_HOME", java("old", "17.0.15", "java", "javac").toString());
        java("root/usr/lib/jvm/a-old", "1.8.0_402", "java", "javac");
        Path newEnough = java("root/usr/lib/jvm/b-new", "25", "java", "javac");
        assertEquals(new Answer(0, newEnough.toString(), ""), find("javac"));
    }

    @Test
    void followsTheLinksOfTheJavaOnPath() throws IOException, InterruptedException {
        Path real = java("real", "27-ea", "java");
        Path alternatives = Files.createDirectories(folder.resolve("alternatives"));
        Files.createSymbolicLink(alternatives.resolve("java"), real.resolve("bin/java"));
        Files.createSymbolicLink(tools.resolve("java"), Path.of("../alternatives/java"));
        assertEquals(new Answer(0, real.toRealPath().toString(), ""), find("java"));
    }

    @Test
    void looksIntoTheUsualFoldersOfTheUser() throws IOException, InterruptedException {
        Path sdkman = java("home/.sdkman/candidates/java/25.0.2-tem", "25.0.2", "java", "javac");
        assertEquals(new Answer(0, sdkman.toString(), ""), find("javac"));
    }

    @Test
    void wantsTheProgramAndNotOnlyTheVersion() throws IOException, InterruptedException {
        java("root/usr/lib/jvm/a-jre", "25", "java");
        Path jdk = java("root/usr/lib/jvm/b-jdk", "25", "java", "javac");
        assertEquals(new Answer(0, jdk.toString(), ""), find("javac"));
    }

    @Test
    void asksAJavaWithoutReleaseFile() throws IOException, InterruptedException {
        Path java = java("root/usr/lib/jvm/bare", "25", "java");
        Files.delete(java.resolve("release"));
        program(java.resolve("bin/java"), "echo 'openjdk version \"25.0.3\" 2026-04-21' >&2");
        assertEquals(new Answer(0, java.toString(), ""), find("java"));
    }

    @Test
    void saysInOneLineWhatIsMissing() throws IOException, InterruptedException {
        java("root/usr/lib/jvm/old", "21.0.5", "java", "javac");
        Answer answer = find("java");
        assertEquals(1, answer.status());
        assertEquals("", answer.output());
        assertEquals(1, answer.error().lines().count(), answer.error());
        assertTrue(answer.error().startsWith("SERAI-2000: Serai needs a JDK 25"), answer.error());
        assertTrue(answer.error().contains("JAVA_HOME"), answer.error());
    }

    private Path java(String name, String version, String... programs) throws IOException {
        Path home = folder.resolve(name);
        for (String program : programs) {
            program(home.resolve("bin").resolve(program), "exit 0");
        }
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"Somebody\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    private static void program(Path file, String line) throws IOException {
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, "#!/bin/sh\n" + line + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Answer find(String program) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder("/bin/sh", "-eu", "-c", ". '" + SCRIPT + "'; serai_find_java " + program);
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String error = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Answer(process.waitFor(), output.strip(), error.strip());
    }

    private record Answer(int status, String output, String error) {}
}
