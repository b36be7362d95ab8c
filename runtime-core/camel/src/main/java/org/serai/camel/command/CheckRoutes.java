package org.serai.camel.command;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.apache.camel.util.json.JsonArray;
import org.jspecify.annotations.Nullable;
import org.serai.camel.routes.RouteCheck;
import org.serai.command.CommandStreams;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code serai route check}: tries files without running them, with or without a running instance. */
@CommandLine.Command(
        name = "check",
        description = "Tries route files without running them. The exit status is 1 where one is wrong.")
final class CheckRoutes implements Callable<Integer> {
    @ParentCommand
    private @Nullable RouteCommandLine parent;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files named *.camel.yaml or *.camel.xml.")
    private List<Path> files = List.of();

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Override
    public Integer call() {
        RouteCommandLine command = Objects.requireNonNull(parent);
        Path folder = command.streams().workingDirectory();
        RouteCheck check = new RouteCheck(command.checker(), command.store());
        Map<Path, RouteCheck.Result> results =
                check.check(files.stream().map(folder::resolve).toList());
        CommandStreams streams = command.streams();
        if (json) {
            JsonArray array = new JsonArray();
            results.forEach((file, found) -> array.add(RouteJson.check(file, found.problems(), warnings(found))));
            streams.out().println(array.toJson());
        } else {
            results.forEach((file, found) -> print(streams.out(), file, found));
            if (command.store() == null && results.values().stream().anyMatch(CheckRoutes::asksModels)) {
                streams.err()
                        .println("Whether routes keep up with what comes to them is not known: no Serai runs on this"
                                + " home that could have measured it.");
            }
        }
        return results.values().stream().allMatch(RouteCheck.Result::isRight) ? 0 : 1;
    }

    private static boolean asksModels(RouteCheck.Result found) {
        return !found.aliases().isEmpty();
    }

    /** What only a running instance can know. */
    private List<String> warnings(RouteCheck.Result found) {
        RouteCommandLine command = Objects.requireNonNull(parent);
        return command.store() == null ? List.of() : command.pace().warnings(found.routes(), found.aliases());
    }

    private void print(PrintStream out, Path file, RouteCheck.Result found) {
        if (found.isRight()) {
            out.println(file + ": right");
        }
        found.problems().forEach(problem -> out.println(problem.text(file.toString())));
        warnings(found).forEach(warning -> out.println(file + ": warning: " + warning));
    }
}
