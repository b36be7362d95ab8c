package org.serai.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code serai.bat} calls Java as {@code bin/serai} does. Its text is compared everywhere; where Wine is installed, both
 * are run with a {@code java} that only tells how it was called.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "compares with the shell script")
class BatchFileTest {
    private static final Path SCRIPTS = Path.of("src/main/dist/bin").toAbsolutePath();
    private static final Pattern FLAG = Pattern.compile("(?<=[\\s\"'=])--?[a-zA-Z][^\\s\"'=%$]+");

    /** What only the shell script can know: huge pages of Linux, and how wide the terminal is. */
    private static final List<String> ONLY_UNIX = List.of("-XX:+UseTransparentHugePages", "-Dserai.columns");

    @TempDir
    private Path folder;

    private final Map<String, String> environment = new HashMap<>();

    @AfterEach
    void endWine() throws IOException, InterruptedException {
        if (environment.containsKey("WINEPREFIX")) {
            output(List.of("wineserver", "-k"));
        }
    }

    @Test
    void namesTheFlagsOfTheShellScript() throws IOException {
        Set<String> shell = flags("serai", "#");
        ONLY_UNIX.forEach(flag -> assertTrue(shell.remove(flag), () -> flag + " is not in " + shell));
        assertEquals(shell, flags("serai.bat", "rem "));
    }

    private static Set<String> flags(String script, String comment) throws IOException {
        Set<String> flags = new TreeSet<>();
        for (String line : Files.readAllLines(SCRIPTS.resolve(script))) {
            if (!line.startsWith(comment) && line.matches(".*(java|JAVA|heap|HEAP|COMPUTE|compute|^ +-).*")) {
                Matcher flag = FLAG.matcher(line);
                while (flag.find()) {
                    flags.add(flag.group());
                }
            }
        }
        return flags;
    }

    @Test
    void callsJavaAsTheShellScriptDoes() throws IOException, InterruptedException {
        Path install = installUnderWine();
        Path java = java(folder.resolve("jdk 25"), "25.0.1");
        environment.put("JAVA_HOME", java.toString());

        for (List<String> words : List.of(
                List.of("version"),
                List.of("run"),
                List.of("model", "list"),
                List.of("model", "pull", "a name"),
                List.of("model", "generate", "a name"))) {
            assertEquals(asOnWindows(shell(install, words), install), batch(install, words));
        }
        environment.put("SERAI_HEAP", "1g");
        environment.put("SERAI_JAVA_OPTS", "-Da=b -Dc=d");
        assertEquals(asOnWindows(shell(install, List.of("demo")), install), batch(install, List.of("demo")));
    }

    @Test
    void takesTheFirstJavaThatIsNewEnough() throws IOException, InterruptedException {
        Path install = installUnderWine();
        String missing = String.join("\n", batch(install, List.of("version")));
        assertTrue(missing.startsWith("SERAI-2000: Serai needs a JDK 25"), missing);

        Path usual = folder.resolve("wine/drive_c/Program Files/Java");
        java(usual.resolve("jdk-21"), "21.0.5");
        java(usual.resolve("jdk-26"), "26-ea");
        assertEquals("version", batch(install, List.of("version")).getLast());

        environment.put("JAVA_HOME", java(folder.resolve("old"), "17.0.15").toString());
        assertEquals("version", batch(install, List.of("version")).getLast());

        Files.delete(usual.resolve("jdk-26/release"));
        environment.put(
                "WINEPATH", java(folder.resolve("on path"), "25").resolve("bin").toString());
        assertEquals("version", batch(install, List.of("version")).getLast());
    }

    private Path installUnderWine() throws IOException, InterruptedException {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(place -> Files.isExecutable(Path.of(place, "wine"))),
                "Wine is not installed, so serai.bat is not run but only read");
        environment.put("WINEPREFIX", folder.resolve("wine").toString());
        environment.put("WINEDEBUG", "-all");
        output(List.of("wine", "cmd", "/c", "exit")); // makes the prefix, and says so
        Path bin = Files.createDirectories(folder.resolve("serai home/bin"));
        for (String script : List.of("serai", "find-java.sh")) {
            Files.copy(SCRIPTS.resolve(script), bin.resolve(script));
        }
        Files.writeString(
                bin.resolve("serai.bat"),
                Files.readString(SCRIPTS.resolve("serai.bat")).replace("\n", "\r\n"));
        return bin.resolve("..").normalize();
    }

    /** A folder that looks like a JDK, whose Java prints the words that it gets. */
    private static Path java(Path home, String version) throws IOException {
        Files.createDirectories(home.resolve("bin"));
        for (String program : List.of("java", "java.exe")) {
            Path file = Files.writeString(home.resolve("bin").resolve(program), "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"Somebody\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    private List<String> shell(Path install, List<String> words) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(install.resolve("bin/serai").toString()));
        line.addAll(words);
        line.addFirst("/bin/sh");
        return output(line);
    }

    /** By a batch file of its own, since the quotes of a command line mean something else to {@code cmd /c}. */
    private List<String> batch(Path install, List<String> words) throws IOException, InterruptedException {
        Path call = folder.resolve("call.bat");
        Files.writeString(
                call,
                "@\"" + windows(install.resolve("bin/serai.bat")) + "\" \"" + String.join("\" \"", words) + "\"\r\n");
        return output(List.of("wine", "cmd", "/c", windows(call)));
    }

    private static List<String> asOnWindows(List<String> call, Path install) {
        return call.stream()
                .filter(word -> ONLY_UNIX.stream().noneMatch(word::startsWith))
                .map(word -> word.replace(install + "/lib/*", windows(install.resolve("lib")) + "\\*")
                        .replace(install.toString(), windows(install)))
                .toList();
    }

    private static String windows(Path path) {
        return "Z:" + path.toString().replace('/', '\\');
    }

    private List<String> output(List<String> line) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("SERAI_") || name.equals("JAVA_HOME"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output.lines().map(String::strip).toList();
    }
}
