package org.serai.camel.component;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.WrappedFile;
import org.apache.camel.util.TimeUtils;
import org.jspecify.annotations.Nullable;
import org.serai.delivery.Delivered;
import org.serai.delivery.ExchangeProperties;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Message;
import org.serai.engine.Priority;
import org.serai.engine.Prompt;
import org.serai.engine.Residency;
import org.serai.engine.SamplingParameters;
import org.serai.engine.Source;
import org.serai.error.SeraiException;

/** Makes requests of exchanges: the endpoint's options, the headers it allows, and the body. Thread-safe. */
final class RequestFactory {
    private final SeraiOperation operation;
    private final SeraiConfiguration options;
    private final AllowedHeaders headers;
    private final @Nullable PromptText systemPrompt;
    private final @Nullable PromptText promptTemplate;

    RequestFactory(
            SeraiOperation operation,
            SeraiConfiguration options,
            AllowedHeaders headers,
            @Nullable PromptText systemPrompt,
            @Nullable PromptText promptTemplate) {
        this.operation = operation;
        this.options = options;
        this.headers = headers;
        this.systemPrompt = systemPrompt;
        this.promptTemplate = promptTemplate;
    }

    GenerateRequest create(Exchange exchange, String model) {
        String alias = exchange.getProperty(
                ExchangeProperties.ALIAS, text(exchange, SeraiConstants.MODEL, model), String.class);
        return GenerateRequest.builder(alias, prompt(exchange))
                .sampling(sampling(exchange))
                .stop(OptionText.stops(override(exchange, SeraiConstants.STOP, String.class, options.getStop())))
                .maxTokens(override(exchange, SeraiConstants.MAX_TOKENS, Integer.class, options.getMaxTokens()))
                .deadline(deadline(exchange))
                .priority(priority(exchange))
                .source(options.isLedger() ? source(exchange) : null)
                .residency(residency(exchange))
                .build();
    }

    /** The strictest of what the endpoint, the delivery and any step or sender before it say. */
    private Residency residency(Exchange exchange) {
        return OptionText.residency("residency", options.getResidency())
                .and(Residency.ofMark(exchange.getProperty(ExchangeProperties.RESIDENCY)))
                .and(Residency.ofMark(exchange.getMessage().getHeader(SeraiConstants.RESIDENCY)));
    }

    private Priority priority(Exchange exchange) {
        String own = options.getPriority() != null
                ? options.getPriority()
                : exchange.getProperty(ExchangeProperties.PRIORITY, Priority.EVENT.name(), String.class);
        return OptionText.priority("priority", text(exchange, SeraiConstants.PRIORITY, own));
    }

    /** What the connector that began the exchange delivers; null where it does not say. */
    private static @Nullable Source source(Exchange exchange) {
        Delivered delivered = exchange.getProperty(ExchangeProperties.DELIVERED, Delivered.class);
        return delivered == null
                ? null
                : delivered
                        .sourceId()
                        .map(id -> new Source(id, delivered.contentDigest()))
                        .orElse(null);
    }

    boolean stream(Exchange exchange) {
        return Boolean.TRUE.equals(override(exchange, SeraiConstants.STREAMING, Boolean.class, options.isStream()));
    }

    private Prompt prompt(Exchange exchange) {
        String user = userText(exchange);
        if (user.isBlank()) {
            throw new SeraiException(
                    SeraiComponentErrors.EMPTY_PROMPT,
                    "There is nothing to answer: the "
                            + (promptTemplate == null ? "body is" : "body and the prompt template gave a text that is")
                            + " empty. Filter empty documents out before this step.");
        }
        return switch (operation) {
            case complete -> new Prompt.Text(user);
            case chat -> new Prompt.Chat(messages(exchange, user));
        };
    }

    private List<Message> messages(Exchange exchange, String user) {
        List<Message> messages = new ArrayList<>();
        String own = systemPrompt == null ? null : systemPrompt.render(exchange);
        String system = override(exchange, SeraiConstants.SYSTEM_MESSAGE, String.class, own);
        if (system != null && !system.isBlank()) {
            messages.add(new Message("system", system));
        }
        messages.add(new Message("user", user));
        return messages;
    }

    private String userText(Exchange exchange) {
        String given = override(exchange, SeraiConstants.USER_MESSAGE, String.class, null);
        if (given != null) {
            return given;
        }
        return promptTemplate != null ? promptTemplate.render(exchange) : body(exchange);
    }

    private static String body(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        if (body == null) {
            return "";
        }
        if (!isText(exchange, body)) {
            throw new SeraiException(
                    SeraiComponentErrors.BODY_NOT_TEXT,
                    "The body is of type " + body.getClass().getName()
                            + ", which is no text. Convert it before this step, or name its parts in a promptTemplate.");
        }
        String text = exchange.getMessage().getBody(String.class);
        return text == null ? "" : text;
    }

    /** Camel would make text of anything, by toString; only what really converts is meant for a model. */
    private static boolean isText(Exchange exchange, Object body) {
        return body instanceof CharSequence
                || body instanceof WrappedFile<?>
                || exchange.getContext().getTypeConverterRegistry().lookup(String.class, body.getClass()) != null;
    }

    private SamplingParameters sampling(Exchange exchange) {
        return new SamplingParameters(
                override(exchange, SeraiConstants.TEMPERATURE, Double.class, options.getTemperature()),
                override(exchange, SeraiConstants.TOP_K, Integer.class, options.getTopK()),
                override(exchange, SeraiConstants.TOP_P, Double.class, options.getTopP()),
                override(exchange, SeraiConstants.MIN_P, Double.class, options.getMinP()),
                override(exchange, SeraiConstants.TYPICAL_P, Double.class, options.getTypicalP()),
                override(exchange, SeraiConstants.TOP_N_SIGMA, Double.class, options.getTopNSigma()),
                override(exchange, SeraiConstants.REPEAT_PENALTY, Double.class, options.getRepeatPenalty()),
                override(exchange, SeraiConstants.PRESENCE_PENALTY, Double.class, options.getPresencePenalty()),
                override(exchange, SeraiConstants.FREQUENCY_PENALTY, Double.class, options.getFrequencyPenalty()),
                override(exchange, SeraiConstants.REPEAT_LAST_N, Integer.class, options.getRepeatLastN()),
                logitBias(exchange),
                override(exchange, SeraiConstants.SEED, Long.class, options.getSeed()));
    }

    private @Nullable Map<Integer, Double> logitBias(Exchange exchange) {
        return OptionText.logitBias(
                "logitBias", override(exchange, SeraiConstants.LOGIT_BIAS, String.class, options.getLogitBias()));
    }

    private @Nullable Instant deadline(Exchange exchange) {
        String own = Long.toString(options.getTimeout());
        String text = text(exchange, SeraiConstants.TIMEOUT, own);
        try {
            long millis = TimeUtils.toMilliSeconds(text);
            return millis > 0 ? Instant.now().plus(Duration.ofMillis(millis)) : null;
        } catch (RuntimeException e) {
            throw AllowedHeaders.invalid(SeraiConstants.TIMEOUT, text, "a time such as 90s, 5m or milliseconds", e);
        }
    }

    private String text(Exchange exchange, String header, String own) {
        String value = override(exchange, header, String.class, own);
        return value == null ? own : value;
    }

    private <T> @Nullable T override(Exchange exchange, String header, Class<T> type, @Nullable T own) {
        return headers.override(exchange, header, type, own);
    }
}
