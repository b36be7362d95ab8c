package org.serai.connector.file;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.support.DefaultComponent;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import org.serai.delivery.RouteCapacity;

/**
 * The {@code serai-file:} component. Relative folders are relative to the Serai home. In OSGi its services are
 * references; elsewhere Camel takes them from its registry.
 */
@org.apache.camel.spi.annotations.Component("serai-file")
@Component(
        service = org.apache.camel.Component.class,
        scope = ServiceScope.PROTOTYPE,
        property = "camel.component=serai-file")
public class SeraiFileComponent extends DefaultComponent {
    private static final String HOME = "serai.home";

    @Metadata(
            label = "advanced",
            autowired = true,
            description = "Knows how much work the aliases of a route have room for")
    private @Nullable RouteCapacity routeCapacity;

    @Metadata(label = "advanced", autowired = true, description = "Where documents are that failed")
    private @Nullable FailedFolders failedFolders;

    @Metadata(label = "advanced", autowired = true, description = "The inboxes that status shows")
    private @Nullable RunningInboxes runningInboxes;

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        if (failedFolders == null) {
            failedFolders = new FailedFolders(letters -> () -> {});
        }
        if (runningInboxes == null) {
            runningInboxes = new RunningInboxes();
        }
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        SeraiFileEndpoint endpoint = new SeraiFileEndpoint(uri, this, remaining);
        setProperties(endpoint, parameters);
        if (parameters.isEmpty()) {
            endpoint.prepare();
        }
        return endpoint;
    }

    /** The folder that relative ones are relative to: the property {@code serai.home} of the context. */
    Path home() {
        return Path.of(
                getCamelContext().getPropertiesComponent().resolveProperty(HOME).orElse(""));
    }

    FailedFolders requireFailedFolders() {
        return Objects.requireNonNull(failedFolders, "The component is not initialised");
    }

    RunningInboxes requireRunningInboxes() {
        return Objects.requireNonNull(runningInboxes, "The component is not initialised");
    }

    public @Nullable FailedFolders getFailedFolders() {
        return failedFolders;
    }

    @Reference
    public void setFailedFolders(@Nullable FailedFolders failedFolders) {
        this.failedFolders = failedFolders;
    }

    public @Nullable RunningInboxes getRunningInboxes() {
        return runningInboxes;
    }

    @Reference
    public void setRunningInboxes(@Nullable RunningInboxes runningInboxes) {
        this.runningInboxes = runningInboxes;
    }

    public @Nullable RouteCapacity getRouteCapacity() {
        return routeCapacity;
    }

    @Reference
    public void setRouteCapacity(@Nullable RouteCapacity routeCapacity) {
        this.routeCapacity = routeCapacity;
    }
}
