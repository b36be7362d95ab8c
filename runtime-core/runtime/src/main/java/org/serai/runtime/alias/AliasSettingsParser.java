package org.serai.runtime.alias;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.serai.engine.SamplingParameters;
import org.serai.engine.SessionOptions;
import org.serai.error.SeraiException;
import org.serai.settings.SettingsReader;

/** Turns the key-value pairs of a configuration file into {@link AliasSettings}; {@code docs/aliases.md} lists the keys. */
final class AliasSettingsParser {
    static final int DEFAULT_QUEUE_TOKENS = 1 << 20;
    static final int DEFAULT_ENGINE_WAIT_SECONDS = 60;

    static final int DEFAULT_LOOP_LIMIT = 2000;

    private static final int MIN_LOOP_LIMIT = 100;
    private static final int MAX_LOOP_LIMIT = 100_000;
    private static final int DEFAULT_DRAIN_SECONDS = 300;
    private static final int DEFAULT_SHADOW_SAMPLES = 20;
    private static final double DEFAULT_SHADOW_AGREEMENT = 0.9;
    private static final double DEFAULT_SHARE = 0.1;
    private static final int MAX_SLOTS = 1024;

    private AliasSettingsParser() {}

    /** @throws SeraiException that names every problem */
    static AliasSettings parse(String alias, Map<String, ?> configuration) {
        SettingsReader reader = new SettingsReader(configuration);
        AliasSettings settings = read(reader);
        List<String> problems = reader.problems();
        if (!problems.isEmpty()) {
            throw new SeraiException(
                    AliasErrors.BAD_CONFIGURATION,
                    "The configuration of alias '" + alias + "' is wrong: " + String.join("; ", problems)
                            + ". Correct etc/org.serai.alias~" + alias + ".cfg");
        }
        return settings;
    }

    /** Asks for every key; the reader gathers what is wrong. */
    static AliasSettings read(SettingsReader reader) {
        AliasSettings.Load load = load(reader);
        return new AliasSettings(
                load,
                sampling(reader),
                reader.integer("maxTokens", 1, Integer.MAX_VALUE),
                loopLimit(reader),
                new AliasSettings.Queue(
                        reader.integer("queueTokens", 0, Integer.MAX_VALUE, DEFAULT_QUEUE_TOKENS),
                        reader.integer("interactiveSlots", 0, load.options().slots() - 1, 0)),
                Duration.ofSeconds(
                        reader.integer("engineWaitSeconds", 0, Integer.MAX_VALUE, DEFAULT_ENGINE_WAIT_SECONDS)),
                reader.flag("required", true),
                reader.flag("pinned", false),
                exchange(reader),
                trials(reader));
    }

    private static int loopLimit(SettingsReader reader) {
        int limit = reader.integer("loopLimit", 0, MAX_LOOP_LIMIT, DEFAULT_LOOP_LIMIT);
        if (limit > 0 && limit < MIN_LOOP_LIMIT) {
            reader.reject("'loopLimit' is " + limit + ", and answers of so few characters repeat themselves for good"
                    + " reasons; it must be 0 or at least " + MIN_LOOP_LIMIT);
        }
        return limit;
    }

    private static AliasSettings.Exchange exchange(SettingsReader reader) {
        return new AliasSettings.Exchange(
                Optional.ofNullable(reader.text("goldenPrompts")),
                reader.flag("drainFirst", false),
                Duration.ofSeconds(reader.integer("drainSeconds", 1, Integer.MAX_VALUE, DEFAULT_DRAIN_SECONDS)),
                reader.flag("requireShadow", false),
                reader.integer("shadowSamples", 1, Integer.MAX_VALUE, DEFAULT_SHADOW_SAMPLES),
                share(reader, "shadowAgreement", DEFAULT_SHADOW_AGREEMENT));
    }

    private static AliasSettings.Trials trials(SettingsReader reader) {
        return new AliasSettings.Trials(
                Optional.ofNullable(reader.text("shadow")),
                share(reader, "sample", DEFAULT_SHARE),
                Optional.ofNullable(reader.text("canary")),
                share(reader, "canaryShare", DEFAULT_SHARE));
    }

    private static double share(SettingsReader reader, String key, double unset) {
        Double value = reader.decimal(key, 0, 1);
        return value == null ? unset : value;
    }

    private static AliasSettings.Load load(SettingsReader reader) {
        return new AliasSettings.Load(
                reader.required("model"),
                reader.list("engines"),
                new SessionOptions(
                        reader.optionalInteger("context", 1, Integer.MAX_VALUE),
                        reader.integer("slots", 1, MAX_SLOTS, 1),
                        reader.list("devices"),
                        reader.optionalInteger("threads", 1, Integer.MAX_VALUE),
                        reader.flag("exact", false),
                        reader.flag("prefixCache", true),
                        reader.flag("speculation", true)));
    }

    private static SamplingParameters sampling(SettingsReader reader) {
        return new SamplingParameters(
                reader.decimal("temperature", 0, Double.MAX_VALUE),
                reader.integer("topK", 0, Integer.MAX_VALUE),
                reader.decimal("topP", 0, 1),
                reader.decimal("minP", 0, 1),
                reader.decimal("typicalP", 0, 1),
                reader.decimal("topNSigma", -Double.MAX_VALUE, Double.MAX_VALUE),
                reader.decimal("repeatPenalty", Double.MIN_NORMAL, Double.MAX_VALUE),
                reader.decimal("presencePenalty", -Double.MAX_VALUE, Double.MAX_VALUE),
                reader.decimal("frequencyPenalty", -Double.MAX_VALUE, Double.MAX_VALUE),
                reader.integer("repeatLastN", -1, Integer.MAX_VALUE),
                reader.value("logitBias", "a list of TOKEN:BIAS", AliasSettingsParser::biases),
                reader.wholeNumber("seed"));
    }

    /** Pairs such as {@code 42:-1.5, 7:2}; null where the text has none of these. */
    private static @Nullable Map<Integer, Double> biases(String text) {
        Map<Integer, Double> biases = new HashMap<>();
        for (String pair : text.split(",", -1)) {
            String[] parts = pair.split(":", -1);
            double bias = parts.length == 2 ? Double.parseDouble(parts[1].strip()) : Double.NaN;
            if (Double.isNaN(bias) || biases.put(Integer.valueOf(parts[0].strip()), bias) != null) {
                return null;
            }
        }
        return biases;
    }
}
