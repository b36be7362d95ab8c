package org.serai.camel.routes;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the store knows about one file. Used by the store's thread alone. */
final class RouteFile {
    private final Path path;
    private @Nullable RouteSource newest;
    private List<Problem> problems = List.of();
    private @Nullable Running running;

    RouteFile(Path path) {
        this.path = path;
    }

    /**
     * The version that runs.
     *
     * @param source its text
     * @param checked what it needs
     * @param footprint what it put into the context
     */
    record Running(RouteSource source, RouteChecker.Checked checked, Footprint footprint) {}

    Path path() {
        return path;
    }

    String name() {
        return String.valueOf(path.getFileName());
    }

    /** The text that was read last; null where it could not be read. */
    @Nullable
    RouteSource newest() {
        return newest;
    }

    void newest(@Nullable RouteSource source) {
        newest = source;
    }

    @Nullable
    Running running() {
        return running;
    }

    void runs(@Nullable Running version) {
        running = version;
    }

    List<Problem> problems() {
        return problems;
    }

    /** Takes the problems of the newest version, and says whether they are others than before. */
    boolean has(List<Problem> found) {
        boolean news = !problems.equals(found);
        problems = List.copyOf(found);
        return news;
    }

    boolean isCurrent() {
        return running != null && problems.isEmpty();
    }

    RouteFileInfo.State state(boolean stopped) {
        if (running != null) {
            return !problems.isEmpty()
                    ? RouteFileInfo.State.OUTDATED
                    : stopped ? RouteFileInfo.State.STOPPED : RouteFileInfo.State.RUNNING;
        }
        boolean waits = !problems.isEmpty() && problems.stream().allMatch(Problem::mayPass);
        return waits ? RouteFileInfo.State.PENDING : RouteFileInfo.State.REFUSED;
    }
}
