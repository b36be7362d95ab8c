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
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.component.annotations.ServiceScope;
import org.serai.alias.AliasService;

/**
 * The {@code serai-file:} component. Relative folders are relative to the Serai home. In OSGi its services are
 * references, and the alias service comes and goes; elsewhere Camel takes them from its registry.
 */
@org.apache.camel.spi.annotations.Component("serai-file")
@Component(
        service = org.apache.camel.Component.class,
        scope = ServiceScope.PROTOTYPE,
        property = "camel.component=serai-file")
public class SeraiFileComponent extends DefaultComponent {
    private static final String HOME = "serai.home";

    @Metadata(label = "advanced", autowired = true, description = "The service that knows how busy aliases are")
    private volatile @Nullable AliasService aliasService;

    @Metadata(label = "advanced", autowired = true, description = "Where documents are that failed")
    private @Nullable FailedFolders failedFolders;

    @Metadata(label = "advanced", autowired = true, description = "The inboxes that status shows")
    private @Nullable RunningInboxes runningInboxes;

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        if (failedFolders == null) {
            failedFolders = FailedFolders.offering(letters -> () -> {});
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

    public @Nullable AliasService getAliasService() {
        return aliasService;
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            unbind = "unsetAliasService")
    public void setAliasService(@Nullable AliasService aliasService) {
        this.aliasService = aliasService;
    }

    /** Forgets the service, unless a better one took its place already. */
    public void unsetAliasService(AliasService gone) {
        if (aliasService == gone) {
            aliasService = null;
        }
    }
}
