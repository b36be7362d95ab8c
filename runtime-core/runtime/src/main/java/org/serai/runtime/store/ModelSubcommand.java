package org.serai.runtime.store;

import java.util.concurrent.Callable;
import org.serai.command.CommandStreams;

/** A word after {@code serai model}. A component of this bundle provides one as an OSGi service. Thread-safe. */
@FunctionalInterface
public interface ModelSubcommand {
    /**
     * Makes the command for one call.
     *
     * @param streams where it reads and writes
     * @return a fresh object with picocli's {@code @Command(name = …)} on its class, whose call gives the exit status; a
     *     {@code SeraiException} that it throws is shown to the user
     */
    Callable<Integer> create(CommandStreams streams);
}
