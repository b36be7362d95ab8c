package org.serai.camel.osgi.parts;

import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/** An endpoint of {@link EchoComponent}. */
public final class EchoEndpoint extends DefaultEndpoint {
    private final String word;

    EchoEndpoint(String uri, Component component, String word) {
        super(uri, component);
        this.word = word;
    }

    @Override
    public Producer createProducer() {
        return new EchoProducer(this, word);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException();
    }
}
