package org.serai.connector.file;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Locale;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.serai.error.SeraiException;

/** Which names in an inbox are documents. Hidden names, and those of files that somebody is still writing, never are. */
final class NameFilter {
    private static final List<String> UNFINISHED =
            List.of(".part", ".tmp", ".temp", ".filepart", ".partial", ".crdownload", ".swp", "~");

    private final List<PathMatcher> includes;
    private final List<PathMatcher> excludes;

    /**
     * Makes a filter.
     *
     * @param include globs with commas between; null for all names
     * @param exclude globs with commas between; null for none
     */
    NameFilter(@Nullable String include, @Nullable String exclude) {
        this.includes = globs("include", include);
        this.excludes = globs("exclude", exclude);
    }

    private static List<PathMatcher> globs(String option, @Nullable String globs) {
        if (globs == null || globs.isBlank()) {
            return List.of();
        }
        try {
            return Stream.of(globs.split(","))
                    .map(glob -> FileSystems.getDefault().getPathMatcher("glob:" + glob.strip()))
                    .toList();
        } catch (PatternSyntaxException e) {
            throw new SeraiException(
                    FileErrors.INVALID_OPTION,
                    "Option " + option + "=" + globs + " is no list of globs such as *.txt,*.md: " + e.getDescription(),
                    e);
        }
    }

    boolean isHidden(Path file) {
        return file.getFileName().toString().startsWith(".");
    }

    /** @param relative the path from the inbox */
    boolean accepts(Path relative) {
        String name = relative.getFileName().toString().toLowerCase(Locale.ROOT);
        return !isHidden(relative)
                && UNFINISHED.stream().noneMatch(name::endsWith)
                && (includes.isEmpty() || matches(includes, relative))
                && !matches(excludes, relative);
    }

    /** A glob without a slash is about the name alone. */
    private static boolean matches(List<PathMatcher> globs, Path relative) {
        return globs.stream().anyMatch(glob -> glob.matches(relative) || glob.matches(relative.getFileName()));
    }
}
