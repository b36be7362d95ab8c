package org.serai.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class JavaRuntimeCheckTest {
    private static final List<String> FLAGS = List.of(
            "--add-modules=jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Xmx256m");

    @Test
    void isContentWithTheFlagsOfTheScript() throws Exception {
        assertEquals(List.of(), warnings(FLAGS));
    }

    @Test
    void namesEachFlagThatIsMissing() throws Exception {
        List<String> warnings = warnings(List.of("-Xmx100m"));
        assertEquals(4, warnings.size(), warnings.toString());
        assertTrue(warnings.get(0).contains("--add-modules jdk.incubator.vector"), warnings.get(0));
        assertTrue(warnings.get(1).contains("--enable-native-access=ALL-UNNAMED"), warnings.get(1));
        assertTrue(warnings.get(2).contains("--sun-misc-unsafe-memory-access=allow"), warnings.get(2));
        assertTrue(warnings.get(3).contains("SERAI_HEAP"), warnings.get(3));
    }

    private static List<String> warnings(List<String> flags) throws Exception {
        Process process = ChildJvm.start(Printer.class, flags);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor());
        return output.lines().toList();
    }

    /** Prints the warnings of its own process. */
    static final class Printer {
        private Printer() {}

        public static void main(String[] arguments) {
            JavaRuntimeCheck.warnings().forEach(System.out::println);
        }
    }
}
