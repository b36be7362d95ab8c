package org.serai.it.scripted;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serai.engine.FinishReason;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Generation;
import org.serai.engine.GenerationListener;
import org.serai.engine.GenerationResult;
import org.serai.engine.ModelReference;
import org.serai.engine.ModelSession;
import org.serai.engine.Prompt;
import org.serai.engine.SessionOptions;
import org.serai.error.ErrorCategory;
import org.serai.error.SeraiException;

class ScriptedEngineTest {
    @TempDir
    private Path folder;

    private Generation generate(String prompt) {
        ModelSession session = new ScriptedEngine(Optional.of(folder.resolve("log")))
                .open(new ModelReference("any", Optional.empty(), "", Map.of()), SessionOptions.defaults());
        return session.generate(
                GenerateRequest.builder("alias", new Prompt.Text(prompt)).build(), GenerationListener.NONE);
    }

    private GenerationResult result(String prompt) throws Exception {
        return generate(prompt).result().get();
    }

    @Test
    void answersWithTheLastLineAndTakesTheTimeItIsTold() throws Exception {
        GenerationResult result = result("@@work 60\nfirst\nsecond line\n");
        assertEquals("second line", result.text());
        assertEquals(2, result.completionTokens());
        assertTrue(result.timings().decode().compareTo(Duration.ofMillis(60)) >= 0);
    }

    @Test
    void failsForAsLongAsAFileIsThere() throws Exception {
        Path reason = Files.createFile(folder.resolve("reason"));
        String prompt = "@@fail-while " + reason + " TIMEOUT\nhello";
        ExecutionException failed = assertThrows(ExecutionException.class, () -> result(prompt));
        SeraiException cause = assertInstanceOf(SeraiException.class, failed.getCause());
        assertEquals(ErrorCategory.TIMEOUT, cause.code().category());
        Files.delete(reason);
        assertEquals("hello", result(prompt).text());
    }

    @Test
    void hangsUntilItIsCancelled() throws Exception {
        Generation endless = generate("@@hang\nhello");
        endless.cancel();
        assertEquals(FinishReason.CANCELLED, endless.result().get().finishReason());
    }

    @Test
    void writesALineForEachInference() throws Exception {
        var unused = result("one");
        unused = result("two");
        assertEquals(2, lines());
    }

    private long lines() throws IOException {
        return Files.readAllLines(folder.resolve("log")).size();
    }
}
