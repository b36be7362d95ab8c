package org.serai.camel.routes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.ResourceHelper;

/**
 * The text of a route file at one moment. Checking and running work on the same text, whatever becomes of the file
 * meanwhile.
 */
record RouteSource(Path file, String text) {
    private static final String YAML = ".camel.yaml";
    private static final String XML = ".camel.xml";

    /** True for the names of route files: {@code *.camel.yaml} and {@code *.camel.xml}. */
    static boolean isRouteFile(String name) {
        return name.endsWith(YAML) || name.endsWith(XML);
    }

    static RouteSource read(Path file) throws RejectedException {
        try {
            if (Files.isDirectory(file)) {
                throw new RejectedException(RouteErrors.UNREADABLE, 0, "This is a folder; a route file is wanted.");
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
            if (text.isBlank()) {
                throw new RejectedException(
                        RouteErrors.EMPTY,
                        0,
                        "The file is empty. If it is still being written, nothing is to be done; else put a route into it or delete it.");
            }
            return new RouteSource(file, text);
        } catch (CharacterCodingException e) {
            throw new RejectedException(RouteErrors.SYNTAX, 0, "The file is not UTF-8. Save it as UTF-8.");
        } catch (NoSuchFileException e) {
            throw new RejectedException(RouteErrors.UNREADABLE, 0, "The file does not exist.");
        } catch (AccessDeniedException e) {
            throw new RejectedException(
                    RouteErrors.UNREADABLE,
                    0,
                    "The file may not be read. Give the user that runs Serai the right to read it.");
        } catch (IOException e) {
            throw new RejectedException(RouteErrors.UNREADABLE, 0, "The file cannot be read: " + e + ".");
        }
    }

    /** The file's name, without its folder. */
    String name() {
        return String.valueOf(file.getFileName());
    }

    /** The name without the ending of route files. */
    String stem() {
        return name().replaceFirst("\\.camel\\.(yaml|xml)$", "");
    }

    boolean isXml() {
        return name().endsWith(XML);
    }

    /** The text as a resource under the file's own location, by whose ending Camel chooses the language. */
    Resource resource() {
        return ResourceHelper.fromString("file:" + file, text);
    }

    /** The first line that has the word, from 1; 0 where none has it. */
    int lineOf(String word) {
        int index = text.indexOf(word);
        return index < 0
                ? 0
                : 1
                        + (int) text.substring(0, index)
                                .chars()
                                .filter(c -> c == '\n')
                                .count();
    }
}
