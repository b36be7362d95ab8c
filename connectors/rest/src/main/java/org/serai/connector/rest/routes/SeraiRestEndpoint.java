package org.serai.connector.rest.routes;

import java.util.regex.Pattern;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.serai.connector.rest.RestErrors;
import org.serai.engine.Residency;
import org.serai.error.SeraiException;

/** Hands the bodies of calls over HTTP to a route, and answers with what the route makes of them. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "serai-rest",
        title = "Serai REST",
        syntax = "serai-rest:name",
        consumerOnly = true,
        category = {Category.HTTP, Category.AI},
        headersClass = SeraiRestConstants.class)
public class SeraiRestEndpoint extends DefaultEndpoint {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    @UriPath(description = "The name by which the route is called: POST /api/v1/routes/NAME")
    @Metadata(required = true)
    private String name;

    @UriParam(
            description = "The most calls that are on the route at once; one more is answered with 429",
            defaultValue = "64")
    private int maxInFlight = 64;

    @UriParam(
            label = "security",
            description =
                    "Where calls may be worked on: local-only keeps them off servers, whatever engines an alias names. A call's own header X-Serai-Residency makes this stricter, never looser",
            enums = "anywhere,local-only",
            defaultValue = "anywhere")
    private String residency = Residency.ANYWHERE.wireName();

    SeraiRestEndpoint(String uri, SeraiRestComponent component, String name) {
        super(uri, component);
        this.name = name;
    }

    /** Checks the options, so that a wrong endpoint is refused before its route runs. */
    void prepare() {
        if (!NAME.matcher(name).matches()) {
            throw new SeraiException(
                    RestErrors.BAD_OPTION,
                    "serai-rest:" + name + " has a name that does not do in an address: take letters, digits, '.', '_'"
                            + " and '-', at most 100, such as serai-rest:summary.");
        }
        if (maxInFlight < 1 || maxInFlight > 10_000) {
            throw new SeraiException(
                    RestErrors.BAD_OPTION,
                    "serai-rest:" + name + " has maxInFlight=" + maxInFlight + ", which must be from 1 to 10000.");
        }
        callResidency();
        routes();
    }

    /** Where calls may be worked on that have no mark. */
    Residency callResidency() {
        return Residency.ofWireName(residency)
                .orElseThrow(() -> new SeraiException(
                        RestErrors.BAD_OPTION,
                        "serai-rest:" + name + " has residency=" + residency
                                + ", which must be anywhere or local-only."));
    }

    CallableRoutes routes() {
        return ((SeraiRestComponent) getComponent()).routes();
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException("serai-rest: only receives; use http: to call others");
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        SeraiRestConsumer consumer = new SeraiRestConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public String getResidency() {
        return residency;
    }

    public void setResidency(String residency) {
        this.residency = residency;
    }

    public int getMaxInFlight() {
        return maxInFlight;
    }

    public void setMaxInFlight(int maxInFlight) {
        this.maxInFlight = maxInFlight;
    }
}
