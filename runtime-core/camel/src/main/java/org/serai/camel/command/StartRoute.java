package org.serai.camel.command;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code serai route start}. */
@CommandLine.Command(
        name = "start",
        description = "Starts what was stopped, or tries a file again that waits or was refused.")
final class StartRoute implements Runnable {
    @ParentCommand
    private @Nullable RouteCommandLine parent;

    @Parameters(paramLabel = "NAME", description = "A route's id or a file's name.")
    private String name = "";

    @Override
    public void run() {
        RouteCommandLine command = Objects.requireNonNull(parent);
        command.requireStore().start(name);
    }
}
