package org.serai.camel.command;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code serai route stop}. */
@CommandLine.Command(
        name = "stop",
        description =
                "Stops a route, or all routes of a file, until it is started again. What is under way is finished.")
final class StopRoute implements Runnable {
    @ParentCommand
    private @Nullable RouteCommandLine parent;

    @Parameters(paramLabel = "NAME", description = "A route's id or a file's name.")
    private String name = "";

    @Override
    public void run() {
        RouteCommandLine command = Objects.requireNonNull(parent);
        command.requireStore().stop(name);
    }
}
