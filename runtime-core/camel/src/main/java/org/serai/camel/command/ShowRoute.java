package org.serai.camel.command;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.serai.camel.routes.RouteErrors;
import org.serai.camel.routes.RouteFileInfo;
import org.serai.error.SeraiException;
import org.serai.settings.Nearest;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code serai route show}: everything about one file. */
@CommandLine.Command(name = "show", description = "Shows a route file, or the file of a route.")
final class ShowRoute implements Runnable {
    @ParentCommand
    private @Nullable RouteCommandLine parent;

    @Parameters(paramLabel = "NAME", description = "A route's id or a file's name.")
    private String name = "";

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Override
    public void run() {
        RouteCommandLine command = Objects.requireNonNull(parent);
        RouteFileInfo file = find(command.requireStore().files());
        PrintStream out = command.streams().out();
        if (json) {
            out.println(RouteJson.file(file).toJson());
            return;
        }
        out.println("file   " + file.file());
        out.println("state  " + file.state().name().toLowerCase(Locale.ROOT));
        for (RouteFileInfo.RouteInfo route : file.routes()) {
            out.println("route  " + route.id() + "  from " + route.from() + "  "
                    + route.status().toLowerCase(Locale.ROOT) + ", " + route.inflight() + " under way");
        }
        file.problems().forEach(problem -> out.println(problem.text(file.name())));
    }

    private RouteFileInfo find(List<RouteFileInfo> files) {
        return files.stream()
                .filter(file -> file.name().equals(name)
                        || file.routes().stream().anyMatch(route -> route.id().equals(name)))
                .findFirst()
                .orElseThrow(() -> new SeraiException(
                        RouteErrors.UNKNOWN_ROUTE,
                        "There is no route and no route file " + name + ". "
                                + Nearest.sentence(
                                        name,
                                        files.stream().map(RouteFileInfo::name).toList(),
                                        "files")));
    }
}
