package org.serai.camel.component;

import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultAsyncProducer;
import org.jspecify.annotations.Nullable;
import org.serai.alias.AliasService;
import org.serai.delivery.Delivered;
import org.serai.delivery.ExchangeProperties;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Generation;
import org.serai.engine.GenerationListener;
import org.serai.engine.GenerationResult;

/**
 * Sends exchanges to an alias. Holds no thread while the model works: {@link #process} returns at once, and the exchange
 * goes on in the component's own executor, so that neither Camel's nor the engine's threads do the rest of the route.
 * Stopping it cancels what is under way.
 */
final class SeraiProducer extends DefaultAsyncProducer {
    private final SeraiEndpoint endpoint;
    private final RequestFactory requests;
    private final Set<Generation> underWay = ConcurrentHashMap.newKeySet();

    SeraiProducer(SeraiEndpoint endpoint, RequestFactory requests) {
        super(endpoint);
        this.endpoint = endpoint;
        this.requests = requests;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Message message = exchange.getMessage();
        Outcome.clear(message);
        String alias = endpoint.requireModel();
        try {
            GenerateRequest request = requests.create(exchange, alias);
            alias = request.model();
            AliasService aliases = endpoint.requireAliases();
            boolean stream = requests.stream(exchange);
            RequestRecord.describe(message, request);
            message.setHeader(SeraiConstants.ALIAS, alias);
            message.setHeader(SeraiConstants.STREAMING, stream);
            aliases.alias(alias).ifPresent(asked -> RequestRecord.describe(message, asked));
            if (stream) {
                stream(exchange, aliases, request);
                callback.done(true);
                return true;
            }
            submit(exchange, callback, aliases, request);
            return false;
        } catch (RuntimeException e) {
            Outcome.fail(exchange, Outcome.typed(alias, e));
            callback.done(true);
            return true;
        }
    }

    private void submit(Exchange exchange, AsyncCallback callback, AliasService aliases, GenerateRequest request) {
        Generation generation = aliases.submit(request, GenerationListener.NONE);
        follow(exchange, generation);
        CompletableFuture<?> unused = generation
                .result()
                .whenCompleteAsync(
                        (result, failure) -> {
                            underWay.remove(generation);
                            finish(exchange, request, result, failure);
                            callback.done(false);
                        },
                        endpoint.executor());
    }

    /** Stops the generation when the producer stops, or when nobody waits for the exchange any more. */
    private void follow(Exchange exchange, Generation generation) {
        underWay.add(generation);
        Delivered delivered = exchange.getProperty(ExchangeProperties.DELIVERED, Delivered.class);
        if (delivered != null) {
            delivered.cancellation().ifPresent(cancellation -> cancellation.onCancel(generation::cancel));
        }
    }

    private void finish(
            Exchange exchange,
            GenerateRequest request,
            @Nullable GenerationResult result,
            @Nullable Throwable failure) {
        try {
            if (failure != null) {
                throw Outcome.typed(request.model(), failure);
            }
            answer(exchange.getMessage(), request, Objects.requireNonNull(result));
        } catch (RuntimeException e) {
            Outcome.fail(exchange, Outcome.typed(request.model(), e));
        }
    }

    private void answer(Message message, GenerateRequest request, GenerationResult result) {
        Outcome.describe(message, result);
        message.setHeader(SeraiConstants.PARTIAL_TEXT, result.text());
        Outcome.requireWhole(request, result, endpoint.getConfiguration().getOnLength());
        message.removeHeader(SeraiConstants.PARTIAL_TEXT);
        message.setBody(result.text());
    }

    private void stream(Exchange exchange, AliasService aliases, GenerateRequest request) {
        AnswerStream stream =
                new AnswerStream(exchange, request, endpoint.getConfiguration().getOnLength());
        Generation generation = aliases.submit(request, stream);
        follow(exchange, generation);
        CompletableFuture<?> unused =
                generation.result().whenComplete((result, failure) -> underWay.remove(generation));
        stream.follow(generation);
        exchange.getExchangeExtension().addOnCompletion(stream);
        exchange.getMessage().setBody(stream);
    }

    @Override
    protected void doStop() throws Exception {
        underWay.forEach(Generation::cancel);
        super.doStop();
    }
}
