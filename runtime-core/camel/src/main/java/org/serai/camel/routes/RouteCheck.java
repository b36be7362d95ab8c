package org.serai.camel.routes;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    /** What is wrong with each file, in order; an empty list for one that is right. */
    public Map<Path, List<Problem>> check(List<Path> files) {
        Map<Path, List<Problem>> problems = new LinkedHashMap<>();
        Map<String, String> together = new HashMap<>();
        for (Path file : files) {
            problems.put(file, check(file, together));
        }
        return problems;
    }

    private List<Problem> check(Path file, Map<String, String> together) {
        String name = String.valueOf(file.getFileName());
        if (!RouteSource.isRouteFile(name)) {
            return List.of(new Problem(
                    RouteErrors.SYNTAX, 0, "The name of a route file ends in .camel.yaml or .camel.xml. Rename it."));
        }
        Map<String, String> owners = new HashMap<>(together);
        if (store != null) {
            owners.putAll(store.ownersExcept(name));
        }
        try {
            RouteChecker.Checked checked = checker.check(RouteSource.read(file), owners);
            checked.routes().forEach(id -> together.put(Footprint.routeKey(id), name));
            checked.beans().forEach(bean -> together.put(Footprint.beanKey(bean), name));
            return List.of();
        } catch (RejectedException e) {
            return e.problems();
        }
    }
}
