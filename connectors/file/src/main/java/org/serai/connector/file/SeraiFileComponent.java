package org.serai.connector.file;

import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** The {@code serai-file:} component. Relative folders are relative to the Serai home. */
@Component("serai-file")
public class SeraiFileComponent extends DefaultComponent {
    private static final String HOME = "serai.home";

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
}
