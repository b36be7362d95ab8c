package org.serai.camel.command;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.apache.camel.util.json.JsonArray;
import org.jspecify.annotations.Nullable;
import org.serai.camel.routes.Problem;
import org.serai.camel.routes.RouteCheck;
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
        Map<Path, List<Problem>> problems =
                check.check(files.stream().map(folder::resolve).toList());
        PrintStream out = command.streams().out();
        if (json) {
            JsonArray array = new JsonArray();
            problems.forEach((file, found) -> array.add(RouteJson.check(file, found)));
            out.println(array.toJson());
        } else {
            problems.forEach((file, found) -> print(out, file, found));
        }
        return problems.values().stream().allMatch(List::isEmpty) ? 0 : 1;
    }

    private static void print(PrintStream out, Path file, List<Problem> problems) {
        if (problems.isEmpty()) {
            out.println(file + ": right");
        }
        problems.forEach(problem -> out.println(problem.text(file.toString())));
    }
}
