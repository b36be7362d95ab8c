package org.serai.camel.component;

import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;
import org.serai.engine.Residency;
import org.serai.error.SeraiException;

/** The options of a {@code serai:} endpoint. Not thread-safe: set up before the endpoint is used, unchanged after. */
@UriParams
public class SeraiConfiguration implements Cloneable {
    @UriParam(description = "The alias that is asked")
    @Metadata(required = true)
    private @Nullable String model;

    @UriParam(
            description =
                    "The system prompt: text or resource:file:PATH (relative to the Serai home), in the Simple language")
    @Metadata(supportFileReference = true, largeInput = true, inputLanguage = "simple")
    private @Nullable String systemPrompt;

    @UriParam(
            description =
                    "The user's message or the text to continue: text or resource:file:PATH (relative to the Serai home), in the Simple language; without it the body is taken as it is")
    @Metadata(supportFileReference = true, largeInput = true, inputLanguage = "simple")
    private @Nullable String promptTemplate;

    @UriParam(
            label = "sampling",
            description = "0 chooses the likeliest token; higher values vary more. Unset: the alias's default")
    private @Nullable Double temperature;

    @UriParam(label = "sampling", description = "Keeps the k likeliest tokens; 0 keeps all. Unset: the alias's default")
    private @Nullable Integer topK;

    @UriParam(
            label = "sampling",
            description =
                    "Keeps the smallest set of tokens whose probabilities reach p; 1 keeps all. Unset: the alias's default")
    private @Nullable Double topP;

    @UriParam(
            label = "sampling",
            description =
                    "Keeps tokens at least p times as likely as the likeliest; 0 keeps all. Unset: the alias's default")
    private @Nullable Double minP;

    @UriParam(label = "sampling", description = "Locally typical sampling; 1 keeps all. Unset: the alias's default")
    private @Nullable Double typicalP;

    @UriParam(
            label = "sampling",
            description =
                    "Keeps logits within n standard deviations of the largest; 0 keeps all. Unset: the alias's default")
    private @Nullable Double topNSigma;

    @UriParam(
            label = "sampling",
            description =
                    "Divides the positive and multiplies the negative logits of recent tokens. Unset: the alias's default")
    private @Nullable Double repeatPenalty;

    @UriParam(
            label = "sampling",
            description = "Subtracted once from the logits of recent tokens. Unset: the alias's default")
    private @Nullable Double presencePenalty;

    @UriParam(
            label = "sampling",
            description = "Subtracted for each occurrence among recent tokens. Unset: the alias's default")
    private @Nullable Double frequencyPenalty;

    @UriParam(
            label = "sampling",
            description =
                    "How many recent tokens the penalties look at; -1 for all, 0 for none. Unset: the alias's default")
    private @Nullable Integer repeatLastN;

    @UriParam(label = "sampling", description = "Added to the logits of tokens: id=bias, separated by commas")
    private @Nullable String logitBias;

    @UriParam(
            label = "sampling",
            description = "Makes sampling repeatable. Unset: a random one, which the header CamelSeraiSeed tells")
    private @Nullable Long seed;

    @UriParam(description = "The most tokens to generate. Unset: as many as the context holds")
    private @Nullable Integer maxTokens;

    @UriParam(
            description =
                    "Strings that end the answer and are not part of it, separated by commas; \\n, \\t, \\, and \\\\ are escapes")
    private @Nullable String stop;

    @UriParam(
            description =
                    "How long the answer may take, waiting included; then the generation is cancelled. Unset: no limit",
            javaType = "java.time.Duration")
    private long timeout;

    @UriParam(
            description = "Who waits for the answer. Unset: as the connector says that delivers, else event",
            enums = "interactive,event,batch")
    private @Nullable String priority;

    @UriParam(
            label = "security",
            description =
                    "Where requests may be worked on: local-only keeps them off servers, whatever engines the alias names. What a delivery is marked with makes this stricter, never looser",
            enums = "anywhere,local-only",
            defaultValue = "anywhere")
    private String residency = Residency.ANYWHERE.wireName();

    @UriParam(
            description =
                    "Whether a repeated delivery gets the answer that the ledger has; false to have each one computed again",
            defaultValue = "true")
    private boolean ledger = true;

    @UriParam(description = "What becomes of an answer that the limit of tokens cut off", defaultValue = "accept")
    private OnLength onLength = OnLength.accept;

    @UriParam(
            description =
                    "Whether the exchange goes on at once, with an iterator of the answer's pieces as its body, while the model works")
    private boolean stream;

    @UriParam(
            label = "security",
            description =
                    "The headers that may override options, such as Temperature,MaxTokens, or * for all. Unset: none, so that nothing from outside chooses model or prompt")
    private @Nullable String allowHeaders;

    public @Nullable String getModel() {
        return model;
    }

    public void setModel(@Nullable String model) {
        this.model = model;
    }

    public @Nullable String getSystemPrompt() {
        return systemPrompt;
    }

    public void setSystemPrompt(@Nullable String systemPrompt) {
        this.systemPrompt = systemPrompt;
    }

    public @Nullable String getPromptTemplate() {
        return promptTemplate;
    }

    public void setPromptTemplate(@Nullable String promptTemplate) {
        this.promptTemplate = promptTemplate;
    }

    public @Nullable Double getTemperature() {
        return temperature;
    }

    public void setTemperature(@Nullable Double temperature) {
        this.temperature = temperature;
    }

    public @Nullable Integer getTopK() {
        return topK;
    }

    public void setTopK(@Nullable Integer topK) {
        this.topK = topK;
    }

    public @Nullable Double getTopP() {
        return topP;
    }

    public void setTopP(@Nullable Double topP) {
        this.topP = topP;
    }

    public @Nullable Double getMinP() {
        return minP;
    }

    public void setMinP(@Nullable Double minP) {
        this.minP = minP;
    }

    public @Nullable Double getTypicalP() {
        return typicalP;
    }

    public void setTypicalP(@Nullable Double typicalP) {
        this.typicalP = typicalP;
    }

    public @Nullable Double getTopNSigma() {
        return topNSigma;
    }

    public void setTopNSigma(@Nullable Double topNSigma) {
        this.topNSigma = topNSigma;
    }

    public @Nullable Double getRepeatPenalty() {
        return repeatPenalty;
    }

    public void setRepeatPenalty(@Nullable Double repeatPenalty) {
        this.repeatPenalty = repeatPenalty;
    }

    public @Nullable Double getPresencePenalty() {
        return presencePenalty;
    }

    public void setPresencePenalty(@Nullable Double presencePenalty) {
        this.presencePenalty = presencePenalty;
    }

    public @Nullable Double getFrequencyPenalty() {
        return frequencyPenalty;
    }

    public void setFrequencyPenalty(@Nullable Double frequencyPenalty) {
        this.frequencyPenalty = frequencyPenalty;
    }

    public @Nullable Integer getRepeatLastN() {
        return repeatLastN;
    }

    public void setRepeatLastN(@Nullable Integer repeatLastN) {
        this.repeatLastN = repeatLastN;
    }

    public @Nullable String getLogitBias() {
        return logitBias;
    }

    public void setLogitBias(@Nullable String logitBias) {
        this.logitBias = logitBias;
    }

    public @Nullable Long getSeed() {
        return seed;
    }

    public void setSeed(@Nullable Long seed) {
        this.seed = seed;
    }

    public @Nullable Integer getMaxTokens() {
        return maxTokens;
    }

    public void setMaxTokens(@Nullable Integer maxTokens) {
        this.maxTokens = maxTokens;
    }

    public @Nullable String getStop() {
        return stop;
    }

    public void setStop(@Nullable String stop) {
        this.stop = stop;
    }

    public long getTimeout() {
        return timeout;
    }

    public void setTimeout(long timeout) {
        this.timeout = timeout;
    }

    public String getResidency() {
        return residency;
    }

    public void setResidency(String residency) {
        this.residency = residency;
    }

    public @Nullable String getPriority() {
        return priority;
    }

    public void setPriority(@Nullable String priority) {
        this.priority = priority;
    }

    public boolean isLedger() {
        return ledger;
    }

    public void setLedger(boolean ledger) {
        this.ledger = ledger;
    }

    public OnLength getOnLength() {
        return onLength;
    }

    public void setOnLength(OnLength onLength) {
        this.onLength = onLength;
    }

    public boolean isStream() {
        return stream;
    }

    public void setStream(boolean stream) {
        this.stream = stream;
    }

    public @Nullable String getAllowHeaders() {
        return allowHeaders;
    }

    public void setAllowHeaders(@Nullable String allowHeaders) {
        this.allowHeaders = allowHeaders;
    }

    SeraiConfiguration copy() {
        try {
            return (SeraiConfiguration) clone();
        } catch (CloneNotSupportedException e) {
            throw new RuntimeCamelException(e);
        }
    }

    /** Refuses values that no engine could honour, so that a wrong route is refused before it runs. */
    void validate() {
        atLeast("temperature", temperature, 0);
        atLeast("topK", topK, 0);
        between("topP", topP, 0, 1);
        between("minP", minP, 0, 1);
        between("typicalP", typicalP, 0, 1);
        atLeast("repeatLastN", repeatLastN, -1);
        atLeast("maxTokens", maxTokens, 1);
        atLeast("timeout", timeout, 0);
        if (repeatPenalty != null && repeatPenalty <= 0) {
            throw invalid("repeatPenalty", repeatPenalty, "a number greater than 0");
        }
        OptionText.stops(stop);
        OptionText.logitBias("logitBias", logitBias);
        if (priority != null) {
            OptionText.priority("priority", priority);
        }
        OptionText.residency("residency", residency);
    }

    private static void atLeast(String option, @Nullable Number value, long least) {
        if (value != null && !(value.doubleValue() >= least)) {
            throw invalid(option, value, "a number of at least " + least);
        }
    }

    private static void between(String option, @Nullable Double value, int least, int most) {
        if (value != null && !(value >= least && value <= most)) {
            throw invalid(option, value, "a number from " + least + " to " + most);
        }
    }

    private static SeraiException invalid(String option, Object value, String right) {
        return new SeraiException(
                SeraiComponentErrors.INVALID_OPTION,
                "Option " + option + "=" + value + " is not possible: give " + right + ".");
    }
}
