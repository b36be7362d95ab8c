package org.serai.camel.component;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import org.serai.alias.AliasInfo;
import org.serai.delivery.ExchangeProperties;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Prompt;
import org.serai.engine.SamplingParameters;

/** Notes on an exchange what the model was asked, so that an answer can be traced and repeated. */
final class RequestRecord {
    private RequestRecord() {}

    static void describe(Message message, GenerateRequest request) {
        message.setHeader(SeraiConstants.PROMPT_DIGEST, promptDigest(request.prompt()));
        message.setHeader(SeraiConstants.PARAMETERS, parameters(request));
        message.getExchange().setProperty(ExchangeProperties.PROMPT, request.prompt());
    }

    /** Notes who is asked, for the case that nobody answers; an answer tells itself who gave it. */
    static void describe(Message message, AliasInfo alias) {
        message.setHeader(SeraiConstants.ALIAS_VERSION, alias.version());
        alias.session().ifPresent(session -> {
            message.setHeader(SeraiConstants.RESPONSE_MODEL, session.model());
            message.setHeader(SeraiConstants.DIGEST, session.digest());
            message.setHeader(SeraiConstants.ENGINE, session.engine());
            message.setHeader(SeraiConstants.DEVICE, session.device());
        });
    }

    /** Covers each role and text with its length, so that no two different prompts are spelled alike. */
    private static String promptDigest(Prompt prompt) {
        MessageDigest digest = sha256();
        switch (prompt) {
            case Prompt.Chat chat ->
                chat.messages().forEach(message -> {
                    update(digest, message.role());
                    update(digest, message.content());
                });
            case Prompt.Text text -> update(digest, text.text());
            case Prompt.Tokens tokens -> {
                for (int id : tokens.ids()) {
                    update(digest, Integer.toString(id));
                }
            }
        }
        return "sha256:" + HexFormat.of().formatHex(digest.digest());
    }

    private static void update(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** What the route asked for, by the names of the options; what it left to the alias is not listed. */
    private static String parameters(GenerateRequest request) {
        SamplingParameters sampling = request.sampling();
        Map<String, @Nullable Object> all = new TreeMap<>();
        all.put("maxTokens", request.maxTokens());
        all.put("stop", request.stop().isEmpty() ? null : request.stop());
        all.put("temperature", sampling.temperature());
        all.put("topK", sampling.topK());
        all.put("topP", sampling.topP());
        all.put("minP", sampling.minP());
        all.put("typicalP", sampling.typicalP());
        all.put("topNSigma", sampling.topNSigma());
        all.put("repeatPenalty", sampling.repeatPenalty());
        all.put("presencePenalty", sampling.presencePenalty());
        all.put("frequencyPenalty", sampling.frequencyPenalty());
        all.put("repeatLastN", sampling.repeatLastN());
        all.put("logitBias", sampling.logitBias());
        StringJoiner text = new StringJoiner(", ");
        all.forEach((name, value) -> {
            if (value != null) {
                text.add(name + "=" + value);
            }
        });
        return text.toString();
    }
}
