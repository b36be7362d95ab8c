package org.serai.camel.osgi.parts;

import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/** The producer of {@link EchoComponent}. */
public final class EchoProducer extends DefaultProducer {
    private final String word;

    EchoProducer(Endpoint endpoint, String word) {
        super(endpoint);
        this.word = word;
    }

    @Override
    public void process(Exchange exchange) {
        exchange.getMessage().setBody(word + " " + exchange.getMessage().getBody(String.class));
    }
}
