package org.serai.command;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;

/**
 * Where a command reads and writes. The command does not close the streams.
 *
 * @param in standard input
 * @param out standard output, UTF-8
 * @param err standard error, UTF-8
 * @param terminal true where a person watches: progress bars and questions make sense
 * @param workingDirectory what relative paths of the user are relative to
 */
public record CommandStreams(
        InputStream in, PrintStream out, PrintStream err, boolean terminal, Path workingDirectory) {}
