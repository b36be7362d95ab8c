package org.serai.launcher;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A command as the user typed it.
 *
 * @param workingDirectory what relative paths of the user are relative to
 * @param terminal true where a person watches
 * @param words the command's name and its arguments
 */
record CommandCall(Path workingDirectory, boolean terminal, List<String> words) {
    CommandCall {
        words = List.copyOf(words);
    }

    /** The form in which the shell of the runtime bundle takes it, here and over the socket. */
    String[] shellArguments() {
        return Stream.concat(Stream.of(workingDirectory.toString(), terminal ? "1" : "0"), words.stream())
                .toArray(String[]::new);
    }

    Frame frame() {
        return new Frame(Frame.ARGUMENTS, String.join("\0", shellArguments()).getBytes(StandardCharsets.UTF_8));
    }
}
