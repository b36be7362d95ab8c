package org.serai.engine.decoder;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.serai.engine.Message;
import org.serai.engine.Prompt;
import org.serai.engine.decoder.error.DecoderErrors;
import org.serai.error.SeraiException;
import org.serai.model.ChatTemplate;
import org.serai.model.ChatTemplateFactory;
import org.serai.model.ModelMetadata;
import org.serai.model.Tokenizer;

/** Turns prompts into tokens. Immutable and thread-safe. */
final class PromptEncoder {
    private final Tokenizer tokenizer;
    private final Optional<ChatTemplate> template;

    private PromptEncoder(Tokenizer tokenizer, Optional<ChatTemplate> template) {
        this.tokenizer = tokenizer;
        this.template = template;
    }

    static PromptEncoder of(Tokenizer tokenizer, ModelMetadata metadata, ChatTemplateFactory templates) {
        return new PromptEncoder(
                tokenizer, metadata.string("tokenizer.chat_template").map(templates::compile));
    }

    Tokenizer tokenizer() {
        return tokenizer;
    }

    int[] encode(Prompt prompt) {
        return switch (prompt) {
            case Prompt.Chat chat -> tokenizer.encode(render(chat), true, false); // templates write the first token
            case Prompt.Text text -> tokenizer.encode(text.text(), true, true);
            case Prompt.Tokens tokens -> checked(tokens.ids());
        };
    }

    /** The ids, if the vocabulary has all of them. */
    int[] checked(int[] ids) {
        for (int id : ids) {
            if (id < 0 || id >= tokenizer.size()) {
                throw new SeraiException(
                        DecoderErrors.UNKNOWN_TOKEN,
                        "Token " + id + " is not in the model's vocabulary, whose ids run from 0 to "
                                + (tokenizer.size() - 1) + ". Use the tokenizer of this model.");
            }
        }
        return ids;
    }

    private String render(Prompt.Chat chat) {
        ChatTemplate compiled = template.orElseThrow(() -> new SeraiException(
                DecoderErrors.NO_CHAT_TEMPLATE,
                "The model has no chat template, so it cannot take messages. Send it a plain prompt, or use a model that"
                        + " was made for conversations."));
        Map<String, @Nullable Object> variables = new LinkedHashMap<>();
        variables.put("messages", messages(chat.messages()));
        variables.put("tools", null);
        variables.put("add_generation_prompt", true);
        putSpelling(variables, "bos_token", tokenizer.bos());
        putSpelling(variables, "eos_token", tokenizer.eos());
        variables.putAll(chat.variables());
        return compiled.render(variables);
    }

    private void putSpelling(Map<String, @Nullable Object> variables, String name, OptionalInt id) {
        id.ifPresent(known -> variables.put(name, tokenizer.spelling(known)));
    }

    private static List<Map<String, @Nullable Object>> messages(List<Message> messages) {
        List<Map<String, @Nullable Object>> all = new ArrayList<>(messages.size());
        for (Message message : messages) {
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            one.put("role", message.role());
            one.put("content", message.content());
            one.putAll(message.fields());
            all.add(one);
        }
        return all;
    }
}
