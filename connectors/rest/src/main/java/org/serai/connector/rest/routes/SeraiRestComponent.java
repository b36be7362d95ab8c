package org.serai.connector.rest.routes;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import org.serai.connector.rest.RestErrors;
import org.serai.error.SeraiException;

/** The {@code serai-rest:} component: routes that answer calls over HTTP. */
@org.apache.camel.spi.annotations.Component("serai-rest")
@Component(
        service = org.apache.camel.Component.class,
        scope = ServiceScope.PROTOTYPE,
        property = "camel.component=serai-rest")
public class SeraiRestComponent extends DefaultComponent {
    private @Nullable CallableRoutes routes;

    /** Where its routes are entered. */
    @Reference
    void bindRoutes(CallableRoutes routes) {
        this.routes = routes;
    }

    CallableRoutes routes() {
        if (routes == null) {
            throw new SeraiException(
                    RestErrors.NO_SERVER,
                    "serai-rest: works inside Serai, where the bundle serai-rest offers it. Check `serai status`.");
        }
        return routes;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        SeraiRestEndpoint endpoint = new SeraiRestEndpoint(uri, this, remaining);
        setProperties(endpoint, parameters);
        if (parameters.isEmpty()) {
            endpoint.prepare();
        }
        return endpoint;
    }
}
