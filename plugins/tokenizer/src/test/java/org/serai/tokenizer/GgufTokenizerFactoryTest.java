package org.serai.tokenizer;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.serai.model.ModelMetadata;
import org.serai.model.Support;
import org.serai.model.TokenizerFactory;
import org.serai.tck.TokenizerContract;

class GgufTokenizerFactoryTest extends TokenizerContract {
    private final GgufTokenizerFactory factory = new GgufTokenizerFactory();

    @Override
    protected TokenizerFactory factory() {
        return factory;
    }

    @Override
    protected Map<String, ModelMetadata> models() {
        Map<String, ModelMetadata> models = new LinkedHashMap<>();
        PreTokenizer.names().forEach(pre -> models.put(pre, TinyModels.byteLevel(pre)));
        models.put("SentencePiece", TinyModels.sentencePiece());
        models.put(
                "SentencePiece without prefix", TinyModels.sentencePiece().with(MetadataKeys.ADD_SPACE_PREFIX, false));
        return models;
    }

    @Test
    void namesTheModelThatItDoesNotKnow() {
        assertRefused("t5", TinyModels.sentencePiece().with(MetadataKeys.MODEL, "t5"));
    }

    @Test
    void namesThePreTokenizerThatItDoesNotKnow() {
        assertRefused("no-such-pre", TinyModels.byteLevel("no-such-pre"));
        assertRefused(MetadataKeys.PRE, TinyModels.byteLevel("qwen2").with(MetadataKeys.PRE, null));
    }

    @Test
    void namesTheOptionThatItDoesNotHave() {
        assertRefused(
                MetadataKeys.ADD_SPACE_PREFIX, TinyModels.byteLevel("qwen2").with(MetadataKeys.ADD_SPACE_PREFIX, true));
        assertRefused(
                MetadataKeys.REMOVE_EXTRA_WHITESPACES,
                TinyModels.sentencePiece().with(MetadataKeys.REMOVE_EXTRA_WHITESPACES, true));
    }

    private void assertRefused(String named, ModelMetadata metadata) {
        Support.No no = assertInstanceOf(Support.No.class, factory.supports(metadata));
        assertTrue(no.reason().contains(named), no.reason());
        Faults.assertFails(TokenizerErrors.UNSUPPORTED_TOKENIZER, named, metadata);
    }
}
