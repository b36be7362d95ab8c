package org.serai.camel.osgi.parts;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/** {@code echo:WORD}: puts the word before the body. */
public final class EchoComponent extends DefaultComponent {
    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        return new EchoEndpoint(uri, this, remaining);
    }
}
