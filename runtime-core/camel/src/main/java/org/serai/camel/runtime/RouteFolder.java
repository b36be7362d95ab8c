package org.serai.camel.runtime;

import java.io.File;
import java.util.concurrent.Future;
import org.apache.felix.fileinstall.ArtifactInstaller;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.serai.camel.routes.RouteStore;

/** Hears from the container's folder watcher about route files; the store does the work on its own thread. */
@Component(service = ArtifactInstaller.class)
public final class RouteFolder implements ArtifactInstaller {
    private final RouteStore routes;

    @Activate
    public RouteFolder(@Reference RouteStore routes) {
        this.routes = routes;
    }

    @Override
    public boolean canHandle(File file) {
        return RouteStore.isRouteFile(file.toPath());
    }

    @Override
    public void install(File file) {
        Future<?> unused = routes.changed(file.toPath());
    }

    @Override
    public void update(File file) {
        Future<?> unused = routes.changed(file.toPath());
    }

    @Override
    public void uninstall(File file) {
        Future<?> unused = routes.removed(file.toPath());
    }
}
