package org.serai.command;

import java.util.List;

/**
 * A command of {@code bin/serai}. A bundle provides one as an OSGi service with the properties {@link #NAME} and
 * {@link #SCOPE}. Thread-safe: several calls may run at once.
 */
public interface Command {
    /** Service property: the word that calls it, such as {@code model}. */
    String NAME = "serai.command.name";

    /** Service property: {@link #LOCAL}, {@link #INSTANCE} or {@link #ANY}. */
    String SCOPE = "serai.command.scope";

    /** The command works on files and runs in a process of its own, beside a running instance or without one. */
    String LOCAL = "local";

    /** The command speaks of a running instance and runs inside it. */
    String INSTANCE = "instance";

    /** The command runs inside a running instance where there is one, else in a process of its own. */
    String ANY = "any";

    /** One line for the list of commands. */
    String summary();

    /**
     * Runs the command.
     *
     * @param arguments the words after the command's name
     * @return the exit status: 0 for success, 1 for a failure that was told on {@link CommandStreams#err}, 2 for a call
     *     that makes no sense
     * @throws org.serai.error.SeraiException is shown to the user, with exit status 1
     */
    int run(List<String> arguments, CommandStreams streams) throws Exception;
}
