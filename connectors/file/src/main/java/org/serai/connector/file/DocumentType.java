package org.serai.connector.file;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The kinds of documents that are taken, by the ending of their names. */
enum DocumentType {
    TEXT("text/plain", "txt", "text"),
    MARKDOWN("text/markdown", "md", "markdown"),
    CSV("text/csv", "csv"),
    JSON("application/json", "json");

    private final String contentType;

    @SuppressWarnings("ImmutableEnumChecker") // made by Set.of
    private final Set<String> endings;

    DocumentType(String contentType, String... endings) {
        this.contentType = contentType;
        this.endings = Set.of(endings);
    }

    /** The media type. */
    String contentType() {
        return contentType;
    }

    /** The type of a document; a name without ending is text. */
    static Optional<DocumentType> of(String name) {
        int dot = name.lastIndexOf('.');
        if (dot < 0) {
            return Optional.of(TEXT);
        }
        String ending = name.substring(dot + 1).toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(type -> type.endings.contains(ending))
                .findFirst();
    }

    static String allEndings() {
        return Arrays.stream(values())
                .flatMap(type -> new TreeSet<>(type.endings).stream())
                .map(ending -> "." + ending)
                .collect(Collectors.joining(", "));
    }
}
