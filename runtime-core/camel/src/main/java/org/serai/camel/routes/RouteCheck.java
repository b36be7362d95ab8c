package org.serai.camel.routes;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks files together, as they would stand beside each other and beside those that run. Not thread-safe. */
public final class RouteCheck {
    private final RouteChecker checker;
    private final @Nullable RouteStore store;

    /** @param store the routes that run; null where none do */
    public RouteCheck(RouteChecker checker, @Nullable RouteStore store) {
        this.checker = checker;
        this.store = store;
    }

    /**
     * What was found of a file.
     *
     * @param problems what is wrong with it; empty where it is right
     * @param routes the ids of the routes of a right file
     * @param aliases what the routes of a right file ask
     */
    public record Result(List<Problem> problems, Set<String> routes, Set<String> aliases) {
        private static Result wrong(List<Problem> problems) {
            return new Result(problems, Set.of(), Set.of());
        }

        public boolean isRight() {
            return problems.isEmpty();
        }
    }

    /** What was found of each file, in order. */
    public Map<Path, Result> check(List<Path> files) {
        Map<Path, Result> results = new LinkedHashMap<>();
        Map<String, String> together = new HashMap<>();
        for (Path file : files) {
            results.put(file, check(file, together));
        }
        return results;
    }

    private Result check(Path file, Map<String, String> together) {
        String name = String.valueOf(file.getFileName());
        if (!RouteSource.isRouteFile(name)) {
            return Result.wrong(List.of(new Problem(
                    RouteErrors.SYNTAX, 0, "The name of a route file ends in .camel.yaml or .camel.xml. Rename it.")));
        }
        Map<String, String> owners = new HashMap<>(together);
        if (store != null) {
            owners.putAll(store.ownersExcept(name));
        }
        try {
            RouteChecker.Checked checked = checker.check(RouteSource.read(file), owners);
            checked.routes().forEach(id -> together.put(Footprint.routeKey(id), name));
            checked.beans().forEach(bean -> together.put(Footprint.beanKey(bean), name));
            return new Result(List.of(), checked.routes(), checked.aliases());
        } catch (RejectedException e) {
            return Result.wrong(e.problems());
        }
    }
}
