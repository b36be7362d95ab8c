package org.serai.engine.openai.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.serai.engine.GenerateRequest;
import org.serai.engine.GenerateRequest.ScoreKind;
import org.serai.engine.Message;
import org.serai.engine.OutputFormat;
import org.serai.engine.Prompt;
import org.serai.engine.Tools;
import org.serai.engine.openai.config.Dialect.OpenEnd;
import org.serai.engine.openai.config.Dialect.Trait;
import org.serai.engine.openai.config.Parameter;
import org.serai.engine.openai.config.ServerSettings;
import org.serai.engine.openai.error.RemoteErrors;
import org.serai.error.SeraiException;

/**
 * Writes requests as a server takes them: every parameter that it has with the value that holds here, so that none of its
 * own defaults does. What it has no argument for is refused by name. Immutable.
 */
public final class RequestWriter {
    private static final Set<String> TOOL_FIELDS = Set.of("tool_calls", "tool_call_id");

    private final ServerSettings server;
    private final String model;

    /** @param model what the server calls the model */
    public RequestWriter(ServerSettings server, String model) {
        this.server = server;
        this.model = model;
    }

    /**
     * Writes a request that streams its answer.
     *
     * @throws SeraiException of category UNSUPPORTED where the server cannot do it
     */
    public OutgoingRequest write(GenerateRequest request, long seed) {
        ObjectNode body = Json.MAPPER.createObjectNode();
        body.put("model", model);
        boolean chat = writePrompt(body, request.prompt());
        writeLimit(body, request, chat);
        writeSampling(body, request);
        body.put("seed", seed);
        if (!request.stop().isEmpty()) {
            request.stop().forEach(body.putArray("stop")::add);
        }
        writeScores(body, request, chat);
        writeFormat(body, request.format());
        writeTools(body, request.tools(), chat);
        body.put("stream", true);
        body.putObject("stream_options").put("include_usage", true);
        return OutgoingRequest.of(chat ? "/chat/completions" : "/completions", body);
    }

    private boolean writePrompt(ObjectNode body, Prompt prompt) {
        switch (prompt) {
            case Prompt.Chat chat -> {
                ArrayNode messages = body.putArray("messages");
                chat.messages().forEach(message -> writeMessage(messages.addObject(), message));
                chat.variables().forEach((name, value) -> writeVariable(body, name, value));
            }
            case Prompt.Text text -> body.put("prompt", text.text());
            case Prompt.Tokens tokens -> {
                require(Trait.TOKEN_PROMPTS, "prompts of token ids");
                Arrays.stream(tokens.ids()).forEach(body.putArray("prompt")::add);
            }
        }
        return prompt instanceof Prompt.Chat;
    }

    private void writeMessage(ObjectNode target, Message message) {
        target.put("role", message.role());
        target.put("content", message.content());
        message.fields().forEach((name, value) -> {
            if (TOOL_FIELDS.contains(name)) {
                requireTools("the field '" + name + "' of a message");
            } else if (!name.equals("name")) {
                throw unsupported("the field '" + name + "' of a message", "leave it out");
            }
            target.set(name, Json.MAPPER.valueToTree(value));
        });
    }

    private void writeVariable(ObjectNode body, String name, Object value) {
        if (name.equals("tools")) {
            throw unsupported("'tools' as a variable of the chat template", "offer them as the tools of the request");
        }
        require(Trait.TEMPLATE_VARIABLES, "the variable '" + name + "' of the chat template");
        body.withObjectProperty("chat_template_kwargs").set(name, Json.MAPPER.valueToTree(value));
    }

    private void writeLimit(ObjectNode body, GenerateRequest request, boolean chat) {
        String argument = chat ? server.dialect().chatLimit() : "max_tokens";
        Integer most = request.maxTokens();
        if (most != null) {
            body.put(argument, most);
        } else if (!chat && server.dialect().openEnd() == OpenEnd.REFUSED) {
            throw unsupported("a plain prompt without maxTokens", "say maxTokens, in the route or in the alias");
        } else if (!chat && server.dialect().openEnd() == OpenEnd.NULL) {
            body.putNull(argument);
        }
    }

    private void writeSampling(ObjectNode body, GenerateRequest request) {
        for (Parameter parameter : Parameter.values()) {
            String argument = server.dialect().argument(parameter);
            if (argument != null) {
                Object value = parameter.value(request.sampling());
                if (!(value instanceof Map<?, ?> biases && biases.isEmpty())) {
                    body.set(argument, Json.MAPPER.valueToTree(value));
                }
            } else if (parameter.matters(request.sampling())) {
                throw unsupported("'" + parameter.label() + "'", "leave it unset");
            }
        }
        if (request.ignoreEos()) {
            require(Trait.IGNORE_EOS, "'ignoreEos'");
            body.put("ignore_eos", true);
        }
    }

    private void writeScores(ObjectNode body, GenerateRequest request, boolean chat) {
        if (request.topScores() == 0) {
            return;
        }
        if (request.scoreKind() == ScoreKind.RAW_LOGITS) {
            throw unsupported("raw logits", "ask for log-probabilities");
        }
        require(Trait.LOGPROBS, "log-probabilities");
        if (chat) {
            body.put("logprobs", true);
            body.put("top_logprobs", request.topScores());
        } else {
            body.put("logprobs", request.topScores());
        }
    }

    private void writeFormat(ObjectNode body, @Nullable OutputFormat format) {
        switch (format) {
            case null -> {
                // any text will do
            }
            case OutputFormat.JsonObject object -> {
                require(Trait.JSON_OBJECT, "answers of the format json_object");
                body.putObject("response_format").put("type", "json_object");
            }
            case OutputFormat.JsonSchema(String name, var schema) -> {
                require(Trait.JSON_SCHEMA, "answers of the format json_schema");
                ObjectNode wanted = body.putObject("response_format")
                        .put("type", "json_schema")
                        .putObject("json_schema");
                wanted.put("name", name).put("strict", true);
                wanted.set("schema", Json.MAPPER.valueToTree(schema));
            }
        }
    }

    private void writeTools(ObjectNode body, @Nullable Tools tools, boolean chat) {
        if (tools == null) {
            return;
        }
        requireTools("'tools'");
        if (!chat) {
            throw unsupported("'tools' with a plain prompt", "send messages");
        }
        if (tools.choice() instanceof Tools.Choice.Named) {
            require(Trait.NAMED_TOOL, "the choice of a tool by its name");
        }
        ToolsWriter.write(body, tools);
    }

    private void requireTools(String what) {
        if (!server.tools()) {
            throw unsupported(what, "set tools = true in its configuration if it can call tools");
        }
    }

    private void require(Trait trait, String what) {
        if (!server.traits().contains(trait)) {
            String key =
                    switch (trait) {
                        case LOGPROBS -> "set logprobs = true in its configuration if it has them";
                        case JSON_OBJECT -> "set jsonObject = true in its configuration if it has it";
                        case JSON_SCHEMA -> "set jsonSchema = true in its configuration if it has it";
                        case IGNORE_EOS -> "leave it unset";
                        case TOKEN_PROMPTS -> "send the prompt as text";
                        case TEMPLATE_VARIABLES -> "leave it out";
                        case NAMED_TOOL -> "offer that tool alone, and say that one has to be called";
                    };
            throw unsupported(what, key);
        }
    }

    private SeraiException unsupported(String what, String wayOut) {
        return new SeraiException(
                RemoteErrors.UNSUPPORTED,
                "Unsupported: server '" + server.name() + "' (dialect "
                        + server.dialect().label() + ") does not take " + what + "; " + wayOut
                        + ", or use another engine");
    }
}
