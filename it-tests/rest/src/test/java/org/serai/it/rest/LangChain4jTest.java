package org.serai.it.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiLanguageModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.output.FinishReason;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.serai.it.support.TinyModel;

/** LangChain4j's client of OpenAI, unchanged. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LangChain4jTest {
    private RestInstance instance;
    private String baseUrl;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        instance = new RestInstance(folder);
        instance.home().alias("house", TinyModel.file(), "context=512", "slots=2");
        instance.start(Map.of());
        instance.awaitReady("house");
        baseUrl = instance.openAi();
    }

    @AfterAll
    void stop() {
        instance.close();
    }

    @Test
    void chats() {
        ChatModel model = OpenAiChatModel.builder()
                .baseUrl(baseUrl)
                .apiKey("none")
                .modelName("house")
                .temperature(0.0)
                .maxTokens(8)
                .build();

        ChatResponse response = model.chat(SystemMessage.from("Be brief."), UserMessage.from("Say hello."));

        assertFalse(response.aiMessage().text().isEmpty());
        assertEquals(FinishReason.LENGTH, response.finishReason());
        assertEquals(8, response.tokenUsage().outputTokenCount());
        assertTrue(response.tokenUsage().inputTokenCount() > 0);
    }

    @Test
    void streams() throws Exception {
        StreamingChatModel model = OpenAiStreamingChatModel.builder()
                .baseUrl(baseUrl)
                .apiKey("none")
                .modelName("house")
                .temperature(0.0)
                .maxTokens(8)
                .build();
        StringBuilder heard = new StringBuilder();
        CompletableFuture<ChatResponse> answer = new CompletableFuture<>();

        model.chat("Say hello.", new StreamingChatResponseHandler() {
            @Override
            public void onPartialResponse(String text) {
                heard.append(text);
            }

            @Override
            public void onCompleteResponse(ChatResponse response) {
                answer.complete(response);
            }

            @Override
            public void onError(Throwable error) {
                answer.completeExceptionally(error);
            }
        });

        ChatResponse response = answer.get(4, TimeUnit.MINUTES);
        assertEquals(heard.toString(), response.aiMessage().text());
        assertEquals(8, response.tokenUsage().outputTokenCount());
        assertEquals(FinishReason.LENGTH, response.finishReason());
    }

    @Test
    void completesText() {
        OpenAiLanguageModel model = OpenAiLanguageModel.builder()
                .baseUrl(baseUrl)
                .apiKey("none")
                .modelName("house")
                .temperature(0.0)
                .build();

        assertFalse(model.generate("Once upon a time").content().isEmpty());
    }

    @Test
    void hearsWhatIsNotHonoured() {
        ChatModel model = OpenAiChatModel.builder()
                .baseUrl(baseUrl)
                .apiKey("none")
                .modelName("house")
                .maxRetries(0)
                .build();
        ChatRequest request = ChatRequest.builder()
                .messages(UserMessage.from("Say hello."))
                .responseFormat(ResponseFormat.JSON)
                .build();

        InvalidRequestException refusal = assertThrows(InvalidRequestException.class, () -> model.chat(request));

        assertTrue(String.valueOf(refusal.getMessage()).contains("response_format"), refusal::toString);
    }

    @Test
    void hearsThatAModelIsMissing() {
        ChatModel model = OpenAiChatModel.builder()
                .baseUrl(baseUrl)
                .apiKey("none")
                .modelName("gpt-99")
                .maxRetries(0)
                .build();

        RuntimeException missing = assertThrows(RuntimeException.class, () -> model.chat("Say hello."));

        assertInstanceOf(ModelNotFoundException.class, missing);
    }
}
