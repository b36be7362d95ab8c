package org.serai.connector.file;

import java.nio.file.Path;
import java.util.Map;
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
 * The {@code serai-file:} component. Relative folders are relative to the Serai home. In OSGi the alias service comes and
 * goes as a dynamic reference; elsewhere Camel takes it from its registry.
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
