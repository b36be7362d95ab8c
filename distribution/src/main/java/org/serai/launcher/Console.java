package org.serai.launcher;

import java.io.PrintStream;

/**
 * Where the launcher talks to the user.
 *
 * @param out what was asked for
 * @param err warnings and errors
 */
record Console(PrintStream out, PrintStream err) {
    void say(String line) {
        out.println(line);
        out.flush();
    }

    void warn(String line) {
        err.println("WARNING: " + line);
    }
}
