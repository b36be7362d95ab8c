package org.serai.camel.component;

import java.util.concurrent.Executor;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.jspecify.annotations.Nullable;
import org.serai.alias.AliasService;
import org.serai.error.SeraiException;

/** Lets a language model that runs in this process, or behind an alias, work on messages. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "serai",
        title = "Serai",
        syntax = "serai:operation",
        producerOnly = true,
        category = {Category.AI},
        headersClass = SeraiConstants.class)
public class SeraiEndpoint extends DefaultEndpoint {
    private final SeraiComponent component;

    @UriPath(description = "Whether the model answers a message or continues a text")
    @Metadata(required = true)
    private SeraiOperation operation;

    @UriParam
    private SeraiConfiguration configuration;

    private @Nullable RequestFactory requests;

    SeraiEndpoint(String uri, SeraiComponent component, SeraiOperation operation, SeraiConfiguration configuration) {
        super(uri, component);
        this.component = component;
        this.operation = operation;
        this.configuration = configuration;
    }

    /** Checks the options and reads the prompts, so that a wrong endpoint is refused before its route runs. */
    void prepare() {
        configuration.validate();
        requireModel();
        if (operation == SeraiOperation.complete && configuration.getSystemPrompt() != null) {
            throw new SeraiException(
                    SeraiComponentErrors.INVALID_OPTION,
                    "Option systemPrompt is not possible with serai:complete, which continues a text as it is:"
                            + " use serai:chat, or put the text into promptTemplate.");
        }
        requests = new RequestFactory(
                operation,
                configuration,
                AllowedHeaders.parse(configuration.getAllowHeaders()),
                PromptText.compile(getCamelContext(), "systemPrompt", configuration.getSystemPrompt()),
                PromptText.compile(getCamelContext(), "promptTemplate", configuration.getPromptTemplate()));
    }

    @Override
    public AsyncProducer createAsyncProducer() {
        if (requests == null) {
            throw new IllegalStateException("The endpoint was not prepared: " + getEndpointUri());
        }
        return new SeraiProducer(this, requests);
    }

    @Override
    public Producer createProducer() {
        return createAsyncProducer();
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("serai: endpoints answer; they cannot begin a route. Use it in a to.");
    }

    /** The alias that this endpoint asks. */
    public String requireModel() {
        String model = configuration.getModel();
        if (model == null || model.isBlank()) {
            throw new SeraiException(
                    SeraiComponentErrors.INVALID_OPTION,
                    "Option model is missing: name the alias, as in serai:" + operation + "?model=ALIAS.");
        }
        return model;
    }

    AliasService requireAliases() {
        AliasService aliases = component.getAliasService();
        if (aliases == null) {
            throw new SeraiException(
                    SeraiComponentErrors.NO_ALIAS_SERVICE,
                    "Alias " + requireModel()
                            + " cannot be asked: the runtime's alias service is not there. See `serai status`.");
        }
        return aliases;
    }

    Executor executor() {
        return component.executor();
    }

    public SeraiOperation getOperation() {
        return operation;
    }

    public void setOperation(SeraiOperation operation) {
        this.operation = operation;
    }

    public SeraiConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(SeraiConfiguration configuration) {
        this.configuration = configuration;
    }
}
