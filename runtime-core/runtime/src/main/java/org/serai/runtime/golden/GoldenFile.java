package org.serai.runtime.golden;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.serai.engine.Message;
import org.serai.engine.Prompt;
import org.serai.error.SeraiException;
import org.serai.runtime.schema.JsonSchema;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads a file of golden prompts: YAML 1.2, of which JSON is a part. Gathers all that is wrong with it. */
final class GoldenFile {
    private static final long MOST_BYTES = 1 << 20;
    private static final int DEFAULT_TIMEOUT_SECONDS = 120;
    private static final int DEFAULT_MAX_TOKENS = 256;
    private static final int MOST_SECONDS = 86_400;

    private final Path file;
    private final List<String> problems = new ArrayList<>();

    private GoldenFile(Path file) {
        this.file = file;
    }

    static GoldenPrompts read(Path file) {
        return new GoldenFile(file).read();
    }

    private GoldenPrompts read() {
        Object tree = parse(file);
        GoldenPrompts prompts = new GoldenPrompts(file, Duration.ZERO, List.of());
        if (tree instanceof Map<?, ?> map) {
            Fields fields = new Fields("the file", map, problems);
            int seconds = fields.number("timeoutSeconds", DEFAULT_TIMEOUT_SECONDS, MOST_SECONDS);
            prompts = new GoldenPrompts(file, Duration.ofSeconds(seconds), prompts(fields.list("prompts")));
            fields.refuseOthers();
        } else {
            problems.add("it is no mapping with the key 'prompts'");
        }
        if (!problems.isEmpty()) {
            throw wrong(String.join("; ", problems), null);
        }
        return prompts;
    }

    private Object parse(Path path) {
        try {
            if (Files.size(path) > MOST_BYTES) {
                throw wrong(path + " has more than " + MOST_BYTES + " bytes", null);
            }
            LoadSettings settings =
                    LoadSettings.builder().setLabel(path.toString()).build();
            Object tree = new Load(settings).loadFromString(Files.readString(path));
            if (tree == null) {
                throw wrong(path + " is empty", null);
            }
            return tree;
        } catch (IOException e) {
            throw wrong(path + " cannot be read: " + e, e);
        } catch (YamlEngineException e) {
            throw wrong(path + " is neither YAML nor JSON: " + e.getMessage(), e);
        }
    }

    private SeraiException wrong(String what, @Nullable Throwable cause) {
        return new SeraiException(
                GoldenErrors.BAD_FILE,
                "The file of golden prompts " + file + " cannot be used: " + what
                        + ". Correct it; docs/swap.md describes its form",
                cause);
    }

    private List<GoldenPrompt> prompts(@Nullable List<?> entries) {
        List<GoldenPrompt> prompts = new ArrayList<>();
        if (entries == null || entries.isEmpty()) {
            problems.add("'prompts' must be a list of at least one prompt");
            return prompts;
        }
        for (int i = 0; i < entries.size(); i++) {
            String place = "prompt " + (i + 1);
            if (entries.get(i) instanceof Map<?, ?> map) {
                prompt(place, map).ifPresent(prompts::add);
            } else {
                problems.add(place + " is no mapping");
            }
        }
        return prompts;
    }

    private Optional<GoldenPrompt> prompt(String place, Map<?, ?> map) {
        Fields fields = new Fields(place, map, problems);
        String name = Optional.ofNullable(fields.text("name")).orElse(place);
        Prompt prompt = question(place, fields);
        int maxTokens = fields.number("maxTokens", DEFAULT_MAX_TOKENS, Integer.MAX_VALUE);
        Map<?, ?> expect = fields.map("expect");
        fields.refuseOthers();
        if (expect == null) {
            problems.add(place + " has no 'expect', a mapping with 'exact', 'contains' or 'schema'");
            return Optional.empty();
        }
        List<Expectation> expectations = expectations(place, expect);
        return prompt == null ? Optional.empty() : Optional.of(new GoldenPrompt(name, prompt, maxTokens, expectations));
    }

    private @Nullable Prompt question(String place, Fields fields) {
        String system = fields.text("system");
        String user = fields.text("user");
        String text = fields.text("text");
        boolean chat = user != null || system != null;
        if (text != null ? chat : user == null) {
            problems.add(place + " must have either 'user', with or without 'system', or 'text'");
            return null;
        }
        if (text != null) {
            return new Prompt.Text(text);
        }
        List<Message> messages = new ArrayList<>();
        if (system != null) {
            messages.add(new Message("system", system));
        }
        messages.add(new Message("user", String.valueOf(user)));
        return new Prompt.Chat(messages);
    }

    private List<Expectation> expectations(String place, Map<?, ?> map) {
        Fields fields = new Fields(place + ", expect", map, problems);
        List<Expectation> expectations = new ArrayList<>();
        String exact = fields.text("exact");
        if (exact != null) {
            expectations.add(new Expectation.Exact(exact));
        }
        List<String> contains = fields.texts("contains");
        if (contains != null) {
            expectations.add(new Expectation.Contains(contains));
        }
        schema(place, fields).map(Expectation.Matches::new).ifPresent(expectations::add);
        fields.refuseOthers();
        if (expectations.isEmpty()) {
            problems.add(place + " expects nothing: give 'exact', 'contains' or 'schema'");
        }
        return expectations;
    }

    /** A schema as it stands there, or in a file beside this one. */
    private Optional<JsonSchema> schema(String place, Fields fields) {
        Object value = fields.value("schema");
        try {
            return switch (value) {
                case null -> Optional.empty();
                case String path -> Optional.of(JsonSchema.of(path, parse(file.resolveSibling(path))));
                default -> Optional.of(JsonSchema.of("of " + place, value));
            };
        } catch (SeraiException e) {
            problems.add(place + ": " + e.getMessage());
            return Optional.empty();
        }
    }
}
