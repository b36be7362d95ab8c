package org.serai.it.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.serai.error.ErrorCode;

/** Every error code is declared once, in a class named {@code …Errors}, and stands in {@code docs/errors.md}. */
class ErrorCodesTest {
    private static final Path PAGE = Path.of("../../docs/errors.md");
    private static final Pattern ROW = Pattern.compile("^\\| SERAI-(\\d{4}) \\| ([A-Z_]+) \\|", Pattern.MULTILINE);

    @Test
    void thePageListsExactlyTheDeclaredCodes() throws Exception {
        assertEquals(describe(documented()), describe(declared()));
    }

    private static String describe(Map<Integer, String> codes) {
        StringBuilder lines = new StringBuilder();
        codes.forEach((number, category) ->
                lines.append(number).append(' ').append(category).append('\n'));
        return lines.toString();
    }

    private static Map<Integer, String> declared() throws ReflectiveOperationException {
        Map<Integer, String> codes = new TreeMap<>();
        for (JavaClass type : new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .withImportOption(location -> !location.contains("org/serai/tck")) // test code in a jar of its own
                .importPackages("org.serai")) {
            for (JavaField field : type.getFields()) {
                if (field.getRawType().isEquivalentTo(ErrorCode.class)
                        && field.getModifiers().contains(com.tngtech.archunit.core.domain.JavaModifier.STATIC)) {
                    assertTrue(
                            type.getSimpleName().endsWith("Errors"),
                            () -> field.getFullName() + " is an error code outside of a class named …Errors");
                    Field reflected = field.reflect();
                    reflected.setAccessible(true);
                    ErrorCode code = (ErrorCode) reflected.get(null);
                    assertEquals(
                            null,
                            codes.put(code.number(), code.category().name()),
                            () -> code + " is declared twice, here by " + field.getFullName());
                }
            }
        }
        assertTrue(codes.size() > 10, "The declared error codes were not found");
        return codes;
    }

    private static Map<Integer, String> documented() throws IOException {
        Map<Integer, String> codes = new TreeMap<>();
        Matcher row = ROW.matcher(Files.readString(PAGE));
        while (row.find()) {
            assertEquals(
                    null,
                    codes.put(Integer.parseInt(row.group(1)), row.group(2)),
                    () -> "SERAI-" + row.group(1) + " stands twice in " + PAGE);
        }
        return codes;
    }
}
