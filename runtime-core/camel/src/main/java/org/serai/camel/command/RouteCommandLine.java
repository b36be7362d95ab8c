package org.serai.camel.command;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.serai.camel.routes.RouteChecker;
import org.serai.camel.routes.RouteErrors;
import org.serai.camel.routes.RouteStore;
import org.serai.command.CommandStreams;
import org.serai.error.SeraiException;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The words after {@code serai route}. One object for each call. */
@CommandLine.Command(
        name = "serai route",
        description = "Looks at routes and route files, and switches them.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "(list | show | check | stop | start)",
        subcommands = {ListRoutes.class, ShowRoute.class, CheckRoutes.class, StopRoute.class, StartRoute.class})
final class RouteCommandLine implements Runnable {
    private final @Nullable RouteStore store;
    private final RouteChecker checker;
    private final RoutePace pace;
    private final CommandStreams streams;

    @Spec
    private @Nullable CommandSpec spec;

    private RouteCommandLine(@Nullable RouteStore store, RouteChecker checker, RoutePace pace, CommandStreams streams) {
        this.store = store;
        this.checker = checker;
        this.pace = pace;
        this.streams = streams;
    }

    /**
     * Runs the command.
     *
     * @param store the routes of the running instance; null where there is none
     * @throws SeraiException what the command refused, for the caller to show
     */
    static int execute(
            @Nullable RouteStore store,
            RouteChecker checker,
            RoutePace pace,
            List<String> arguments,
            CommandStreams streams) {
        CommandLine line = new CommandLine(new RouteCommandLine(store, checker, pace, streams));
        line.setOut(new PrintWriter(streams.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(streams.err(), true, StandardCharsets.UTF_8));
        AtomicReference<@Nullable SeraiException> refused = new AtomicReference<>();
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof SeraiException known) {
                refused.set(known);
                return 1;
            }
            throw failure;
        });
        int status = line.execute(arguments.toArray(String[]::new));
        SeraiException failure = refused.get();
        if (failure != null) {
            throw failure;
        }
        return status;
    }

    @Override
    public void run() {
        throw new ParameterException(
                Objects.requireNonNull(spec).commandLine(), "Say what to do: list, show, check, stop or start.");
    }

    /** The routes of the running instance. */
    RouteStore requireStore() {
        if (store == null) {
            throw new SeraiException(
                    RouteErrors.NO_INSTANCE,
                    "No Serai runs on this home, so there are no routes to speak of. Start it with `serai start`;"
                            + " `serai route check FILE...` works without.");
        }
        return store;
    }

    @Nullable
    RouteStore store() {
        return store;
    }

    RouteChecker checker() {
        return checker;
    }

    RoutePace pace() {
        return pace;
    }

    CommandStreams streams() {
        return streams;
    }
}
