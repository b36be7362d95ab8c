package org.serai.camel.component;

import org.apache.camel.spi.Metadata;

/**
 * The headers of the {@code serai:} component. Those of a request count only where the endpoint's option
 * {@code allowHeaders} names them; those of a response are removed before the request and set after it.
 */
public final class SeraiConstants {
    /** What the names of all headers begin with. */
    public static final String PREFIX = "CamelSerai";

    /** The alias that is asked, instead of the one of the endpoint. */
    @Metadata(
            label = "producer",
            description = "The alias that is asked, instead of the one of the endpoint",
            javaType = "String")
    public static final String MODEL = "CamelSeraiModel";

    /** The system prompt, taken literally, instead of the one of the endpoint. */
    @Metadata(
            label = "producer",
            description = "The system prompt, taken literally, instead of the one of the endpoint",
            javaType = "String")
    public static final String SYSTEM_MESSAGE = "CamelSeraiSystemMessage";

    /** The user's message, taken literally, instead of the body or the prompt template. */
    @Metadata(
            label = "producer",
            description = "The user's message, taken literally, instead of the body or the prompt template",
            javaType = "String")
    public static final String USER_MESSAGE = "CamelSeraiUserMessage";

    /** Temperature of sampling. */
    @Metadata(label = "producer", description = "Temperature of sampling", javaType = "Double")
    public static final String TEMPERATURE = "CamelSeraiTemperature";

    /** Keeps the k likeliest tokens. */
    @Metadata(label = "producer", description = "Keeps the k likeliest tokens", javaType = "Integer")
    public static final String TOP_K = "CamelSeraiTopK";

    /** Keeps the smallest set of tokens whose probabilities reach p. */
    @Metadata(
            label = "producer",
            description = "Keeps the smallest set of tokens whose probabilities reach p",
            javaType = "Double")
    public static final String TOP_P = "CamelSeraiTopP";

    /** Keeps tokens at least p times as likely as the likeliest. */
    @Metadata(
            label = "producer",
            description = "Keeps tokens at least p times as likely as the likeliest",
            javaType = "Double")
    public static final String MIN_P = "CamelSeraiMinP";

    /** Locally typical sampling. */
    @Metadata(label = "producer", description = "Locally typical sampling", javaType = "Double")
    public static final String TYPICAL_P = "CamelSeraiTypicalP";

    /** Keeps logits within n standard deviations of the largest. */
    @Metadata(
            label = "producer",
            description = "Keeps logits within n standard deviations of the largest",
            javaType = "Double")
    public static final String TOP_N_SIGMA = "CamelSeraiTopNSigma";

    /** Penalty of recent tokens. */
    @Metadata(label = "producer", description = "Penalty of recent tokens", javaType = "Double")
    public static final String REPEAT_PENALTY = "CamelSeraiRepeatPenalty";

    /** Subtracted once from the logits of recent tokens. */
    @Metadata(label = "producer", description = "Subtracted once from the logits of recent tokens", javaType = "Double")
    public static final String PRESENCE_PENALTY = "CamelSeraiPresencePenalty";

    /** Subtracted for each occurrence among recent tokens. */
    @Metadata(
            label = "producer",
            description = "Subtracted for each occurrence among recent tokens",
            javaType = "Double")
    public static final String FREQUENCY_PENALTY = "CamelSeraiFrequencyPenalty";

    /** How many recent tokens the penalties look at. */
    @Metadata(label = "producer", description = "How many recent tokens the penalties look at", javaType = "Integer")
    public static final String REPEAT_LAST_N = "CamelSeraiRepeatLastN";

    /** Added to the logits of tokens: id=bias, separated by commas. */
    @Metadata(
            label = "producer",
            description = "Added to the logits of tokens: id=bias, separated by commas",
            javaType = "String")
    public static final String LOGIT_BIAS = "CamelSeraiLogitBias";

    /** Makes sampling repeatable; after the call the seed that was used. */
    @Metadata(
            label = "producer",
            description = "Makes sampling repeatable; after the call the seed that was used",
            javaType = "Long")
    public static final String SEED = "CamelSeraiSeed";

    /** The most tokens to generate. */
    @Metadata(label = "producer", description = "The most tokens to generate", javaType = "Integer")
    public static final String MAX_TOKENS = "CamelSeraiMaxTokens";

    /** Strings that end the answer, separated by commas. */
    @Metadata(label = "producer", description = "Strings that end the answer, separated by commas", javaType = "String")
    public static final String STOP = "CamelSeraiStop";

    /** How long the answer may take, such as 5m or milliseconds. */
    @Metadata(
            label = "producer",
            description = "How long the answer may take, such as 5m or milliseconds",
            javaType = "String")
    public static final String TIMEOUT = "CamelSeraiTimeout";

    /** Who waits: interactive, event or batch. */
    @Metadata(label = "producer", description = "Who waits: interactive, event or batch", javaType = "String")
    public static final String PRIORITY = "CamelSeraiPriority";

    /** Where the request may be worked on; counts whatever {@code allowHeaders} says, because it only makes stricter. */
    @Metadata(
            label = "producer",
            description =
                    "Where the request may be worked on: local-only keeps it off servers. Counts whatever allowHeaders says, because it only makes stricter",
            javaType = "String",
            enums = "anywhere,local-only")
    public static final String RESIDENCY = "CamelSeraiResidency";

    /** Whether the body is an iterator of pieces; after the call whether it was. */
    @Metadata(
            label = "producer",
            description = "Whether the body is an iterator of pieces; after the call whether it was",
            javaType = "Boolean")
    public static final String STREAMING = "CamelSeraiStreaming";

    /** What the route asked for, such as maxTokens=40, temperature=0.2; the alias's defaults are not listed. */
    @Metadata(
            label = "producer",
            description = "What the route asked for, such as maxTokens=40, temperature=0.2;"
                    + " what it left to the alias is not listed",
            javaType = "String")
    public static final String PARAMETERS = "CamelSeraiParameters";

    /** The digest of the prompt's texts, before the model's chat template. */
    @Metadata(
            label = "producer",
            description = "The digest of the prompt's texts, before the model's chat template",
            javaType = "String")
    public static final String PROMPT_DIGEST = "CamelSeraiPromptDigest";

    /** The alias that was asked. */
    @Metadata(label = "producer", description = "The alias that was asked", javaType = "String")
    public static final String ALIAS = "CamelSeraiAlias";

    /** The version of the alias when it was asked. */
    @Metadata(label = "producer", description = "The version of the alias when it was asked", javaType = "Integer")
    public static final String ALIAS_VERSION = "CamelSeraiAliasVersion";

    /** Why the work was begun again on another session; not set where it was not. */
    @Metadata(
            label = "producer",
            description = "Why the work was begun again on another session; not set where it was not",
            javaType = "String")
    public static final String REQUEUED = "CamelSeraiRequeued";

    /** The model that answered. */
    @Metadata(label = "producer", description = "The model that answered", javaType = "String")
    public static final String RESPONSE_MODEL = "CamelSeraiResponseModel";

    /** The digest of the model that answered. */
    @Metadata(label = "producer", description = "The digest of the model that answered", javaType = "String")
    public static final String DIGEST = "CamelSeraiDigest";

    /** The engine that answered. */
    @Metadata(label = "producer", description = "The engine that answered", javaType = "String")
    public static final String ENGINE = "CamelSeraiEngine";

    /** The device that answered. */
    @Metadata(label = "producer", description = "The device that answered", javaType = "String")
    public static final String DEVICE = "CamelSeraiDevice";

    /** Why the answer ended: stop or length; on failures also loop, cancelled or error. */
    @Metadata(
            label = "producer",
            description = "Why the answer ended: stop or length; on failures also loop, cancelled or error",
            javaType = "String")
    public static final String FINISH_REASON = "CamelSeraiFinishReason";

    /** Tokens of the prompt. */
    @Metadata(label = "producer", description = "Tokens of the prompt", javaType = "Integer")
    public static final String PROMPT_TOKENS = "CamelSeraiPromptTokens";

    /** Tokens of the answer. */
    @Metadata(label = "producer", description = "Tokens of the answer", javaType = "Integer")
    public static final String COMPLETION_TOKENS = "CamelSeraiCompletionTokens";

    /** Tokens of prompt and answer. */
    @Metadata(label = "producer", description = "Tokens of prompt and answer", javaType = "Integer")
    public static final String TOTAL_TOKENS = "CamelSeraiTotalTokens";

    /** Milliseconds that the request waited. */
    @Metadata(label = "producer", description = "Milliseconds that the request waited", javaType = "Long")
    public static final String QUEUED_MILLIS = "CamelSeraiQueuedMillis";

    /** Milliseconds of work on the prompt. */
    @Metadata(label = "producer", description = "Milliseconds of work on the prompt", javaType = "Long")
    public static final String PREFILL_MILLIS = "CamelSeraiPrefillMillis";

    /** Milliseconds of work on the answer. */
    @Metadata(label = "producer", description = "Milliseconds of work on the answer", javaType = "Long")
    public static final String DECODE_MILLIS = "CamelSeraiDecodeMillis";

    /** Tokens of the answer in a second of work on it. */
    @Metadata(label = "producer", description = "Tokens of the answer in a second of work on it", javaType = "Double")
    public static final String TOKENS_PER_SECOND = "CamelSeraiTokensPerSecond";

    /** Whether this is the answer to an earlier delivery of the same work, given again without inference. */
    @Metadata(
            label = "producer",
            description =
                    "Whether this is the answer to an earlier delivery of the same work, given again without inference",
            javaType = "Boolean")
    public static final String REPLAYED = "CamelSeraiReplayed";

    /** What was there of an answer that failed. */
    @Metadata(label = "producer", description = "What was there of an answer that failed", javaType = "String")
    public static final String PARTIAL_TEXT = "CamelSeraiPartialText";

    /** The code of the failure, such as SERAI-1856. */
    @Metadata(label = "producer", description = "The code of the failure, such as SERAI-1856", javaType = "String")
    public static final String ERROR_CODE = "CamelSeraiErrorCode";

    /** The category of the failure, such as TIMEOUT. */
    @Metadata(label = "producer", description = "The category of the failure, such as TIMEOUT", javaType = "String")
    public static final String ERROR_CATEGORY = "CamelSeraiErrorCategory";

    /** Whether the same request can succeed later without anybody changing it. */
    @Metadata(
            label = "producer",
            description = "Whether the same request can succeed later without anybody changing it",
            javaType = "Boolean")
    public static final String ERROR_RETRYABLE = "CamelSeraiErrorRetryable";

    private SeraiConstants() {}
}
