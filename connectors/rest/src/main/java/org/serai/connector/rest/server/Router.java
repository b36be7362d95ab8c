package org.serai.connector.rest.server;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.serai.connector.rest.http.Operation;
import org.serai.connector.rest.http.PathTemplate;
import org.serai.connector.rest.http.Resource;

/** Finds the operation of a request among those that resources offer at the moment. Thread-safe. */
@Component(service = Router.class)
public final class Router {
    private final List<Resource> resources = new CopyOnWriteArrayList<>();

    /** A resource came. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addResource(Resource resource) {
        resources.add(resource);
    }

    /** A resource went. */
    void removeResource(Resource resource) {
        resources.remove(resource);
    }

    /** An operation, and the values of the places in its path. */
    record Match(Operation operation, Map<String, String> parameters) {}

    /** All operations, by path and method. */
    public List<Operation> operations() {
        return resources.stream()
                .flatMap(resource -> resource.operations().stream())
                .sorted(Comparator.comparing(
                                (Operation operation) -> operation.path().toString())
                        .thenComparing(Operation::method))
                .toList();
    }

    /** @param path decoded, without the query */
    Optional<Match> find(String method, List<String> path) {
        return operations().stream()
                .filter(operation -> operation.method().equals(method))
                .sorted(Comparator.comparingInt(
                                (Operation operation) -> operation.path().fixedSegments())
                        .reversed())
                .flatMap(operation -> operation.path().match(path).map(values -> new Match(operation, values)).stream())
                .findFirst();
    }

    /** The methods that a path has, for the header {@code Allow}; empty where there is nothing at the path. */
    SortedSet<String> methods(List<String> path) {
        TreeSet<String> methods = new TreeSet<>();
        for (Operation operation : operations()) {
            if (operation.path().match(path).isPresent()) {
                methods.add(operation.method());
            }
        }
        if (!methods.isEmpty()) {
            methods.add("OPTIONS");
        }
        return methods;
    }

    /** The segments of a raw path, percent-decoded one by one, so that an encoded slash separates nothing. */
    static List<String> segments(String rawPath) {
        return PathTemplate.split(rawPath).stream().map(Router::decode).toList();
    }

    private static String decode(String segment) {
        return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
