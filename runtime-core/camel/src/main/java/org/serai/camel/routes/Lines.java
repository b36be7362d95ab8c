package org.serai.camel.routes;

import org.apache.camel.LineNumberAware;
import org.apache.camel.model.RouteDefinition;

/** Finds the lines of things that Camel read from a file. */
final class Lines {
    private Lines() {}

    /** The line of a route, from 1; 0 where it is not known. */
    static int of(RouteDefinition route, RouteSource source) {
        int line = route.getInput() == null
                ? 0
                : of(route.getInput(), source, route.getInput().getEndpointUri());
        String id = route.getRouteId();
        return line > 0 || id == null ? line : source.lineOf(id);
    }

    /** The line that Camel noted, else the first that has the word. */
    static int of(LineNumberAware node, RouteSource source, String word) {
        return node.getLineNumber() > 0 ? node.getLineNumber() : source.lineOf(word);
    }
}
