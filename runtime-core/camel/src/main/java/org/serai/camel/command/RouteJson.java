package org.serai.camel.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.serai.camel.routes.Problem;
import org.serai.camel.routes.RouteFileInfo;

/** The machine-readable form of what the command prints. */
final class RouteJson {
    private RouteJson() {}

    static JsonArray files(List<RouteFileInfo> files) {
        JsonArray array = new JsonArray();
        files.forEach(file -> array.add(file(file)));
        return array;
    }

    static JsonObject file(RouteFileInfo file) {
        JsonArray routes = new JsonArray();
        for (RouteFileInfo.RouteInfo route : file.routes()) {
            JsonObject object = new JsonObject();
            object.put("id", route.id());
            object.put("from", route.from());
            object.put("status", route.status().toLowerCase(Locale.ROOT));
            object.put("inflight", route.inflight());
            routes.add(object);
        }
        JsonObject object = new JsonObject();
        object.put("file", file.file().toString());
        object.put("state", file.state().name().toLowerCase(Locale.ROOT));
        object.put("routes", routes);
        object.put("problems", problems(file.problems()));
        return object;
    }

    static JsonObject check(Path file, List<Problem> problems, List<String> warnings) {
        JsonObject object = new JsonObject();
        object.put("file", file.toString());
        object.put("right", problems.isEmpty());
        object.put("problems", problems(problems));
        object.put("warnings", new JsonArray(warnings));
        return object;
    }

    private static JsonArray problems(List<Problem> problems) {
        JsonArray array = new JsonArray();
        for (Problem problem : problems) {
            JsonObject object = new JsonObject();
            object.put("code", problem.code().toString());
            object.put("category", problem.code().category().name());
            object.put("line", problem.line());
            object.put("message", problem.message());
            array.add(object);
        }
        return array;
    }
}
