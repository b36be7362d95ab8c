package org.serai.camel.command;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.serai.camel.routes.RouteFileInfo;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code serai route list}: a line for each file. */
@CommandLine.Command(name = "list", description = "Lists the route files, their routes and how they are.")
final class ListRoutes implements Runnable {
    @ParentCommand
    private @Nullable RouteCommandLine parent;

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Override
    public void run() {
        RouteCommandLine command = Objects.requireNonNull(parent);
        List<RouteFileInfo> files = command.requireStore().files();
        PrintStream out = command.streams().out();
        if (json) {
            out.println(RouteJson.files(files).toJson());
            return;
        }
        if (files.isEmpty()) {
            out.println("There are no route files. Put one into routes/.");
            return;
        }
        int width = Math.max(
                "FILE".length(),
                files.stream().mapToInt(file -> file.name().length()).max().orElse(0));
        String format = "%-" + width + "s  %-8s  %s%n";
        out.printf(format, "FILE", "STATE", "ROUTES");
        for (RouteFileInfo file : files) {
            out.printf(format, file.name(), file.state().name().toLowerCase(Locale.ROOT), routes(file));
            file.problems().forEach(problem -> out.println("  " + problem.text(file.name())));
        }
    }

    private static String routes(RouteFileInfo file) {
        return file.routes().stream()
                .map(route -> route.id() + " (" + route.status().toLowerCase(Locale.ROOT) + ")")
                .collect(Collectors.joining(", "));
    }
}
