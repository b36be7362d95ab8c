package org.serai.tokenizer;

import java.util.Optional;
import java.util.function.Predicate;
import org.osgi.service.component.annotations.Component;
import org.serai.error.SeraiException;
import org.serai.model.ModelMetadata;
import org.serai.model.Support;
import org.serai.model.Tokenizer;
import org.serai.model.TokenizerFactory;

/** Builds tokenizers from the metadata of the GGUF specification: byte-level BPE and SentencePiece BPE. */
@Component
public final class GgufTokenizerFactory implements TokenizerFactory {
    private static final String BYTE_LEVEL = "gpt2";
    private static final String SENTENCE_PIECE = "llama";

    @Override
    public Support supports(ModelMetadata metadata) {
        Optional<String> model = metadata.string(MetadataKeys.MODEL);
        if (model.isEmpty()) {
            return Support.no("The model file has no " + MetadataKeys.MODEL
                    + ", without which there is no tokenizer. Convert the model again with a current converter.");
        }
        return switch (model.get()) {
            case BYTE_LEVEL -> supportsByteLevel(metadata);
            case SENTENCE_PIECE -> supportsSentencePiece(metadata);
            default ->
                Support.no("The tokenizer model '" + VocabularyReader.abridged(model.get()) + "' is not supported; '"
                        + BYTE_LEVEL + "' (byte-level BPE) and '" + SENTENCE_PIECE + "' (SentencePiece BPE) are.");
        };
    }

    private static Support supportsByteLevel(ModelMetadata metadata) {
        Optional<String> pre = metadata.string(MetadataKeys.PRE);
        if (pre.isEmpty()) {
            return Support.no(
                    "The model file has no " + MetadataKeys.PRE
                            + ", so nothing says how text is cut into words. Convert the model again with a current converter.");
        }
        if (PreTokenizer.named(pre.get()).isEmpty()) {
            return Support.no("The pre-tokenizer '" + VocabularyReader.abridged(pre.get())
                    + "' is not supported; supported are " + String.join(", ", PreTokenizer.names()) + ".");
        }
        if (metadata.bool(MetadataKeys.ADD_SPACE_PREFIX).orElse(false)) {
            return Support.no("Byte-level BPE with " + MetadataKeys.ADD_SPACE_PREFIX + " is not supported.");
        }
        return Support.yes();
    }

    private static Support supportsSentencePiece(ModelMetadata metadata) {
        return metadata.bool(MetadataKeys.REMOVE_EXTRA_WHITESPACES).orElse(false)
                ? Support.no("SentencePiece BPE with " + MetadataKeys.REMOVE_EXTRA_WHITESPACES + " is not supported.")
                : Support.yes();
    }

    @Override
    public Tokenizer create(ModelMetadata metadata) {
        String kind =
                metadata.string(MetadataKeys.MODEL).orElseThrow(() -> VocabularyReader.missing(MetadataKeys.MODEL));
        if (supports(metadata) instanceof Support.No(String reason)) {
            throw new SeraiException(TokenizerErrors.UNSUPPORTED_TOKENIZER, reason);
        }
        VocabularyReader reader = new VocabularyReader(metadata);
        return kind.equals(SENTENCE_PIECE) ? sentencePiece(metadata, reader) : byteLevel(metadata, reader);
    }

    private static Tokenizer sentencePiece(ModelMetadata metadata, VocabularyReader reader) {
        Vocabulary vocabulary = reader.read(true);
        SpellingIndex index = index(vocabulary, TokenType::isText);
        boolean prefixesSpace = metadata.bool(MetadataKeys.ADD_SPACE_PREFIX).orElse(true);
        return new ModelTokenizer(vocabulary, SentencePieceModel.of(vocabulary, index, reader.scores(), prefixesSpace));
    }

    private static Tokenizer byteLevel(ModelMetadata metadata, VocabularyReader reader) {
        PreTokenizer preTokenizer = PreTokenizer.named(
                        metadata.string(MetadataKeys.PRE).orElseThrow())
                .orElseThrow();
        Vocabulary vocabulary = reader.read(preTokenizer.has(PreTokenizer.Trait.BOS));
        SpellingIndex index = index(vocabulary, type -> type == TokenType.NORMAL);
        return new ModelTokenizer(
                vocabulary,
                ByteLevelModel.of(
                        preTokenizer,
                        index,
                        metadata.strings(MetadataKeys.MERGES)
                                .orElseThrow(() -> VocabularyReader.missing(MetadataKeys.MERGES))));
    }

    private static SpellingIndex index(Vocabulary vocabulary, Predicate<TokenType> included) {
        SpellingIndex index = new SpellingIndex(vocabulary.spellings());
        for (int id = 0; id < vocabulary.size(); id++) {
            if (included.test(vocabulary.type(id)) && !vocabulary.spelling(id).isEmpty()) {
                int same = index.add(id);
                if (same != SpellingIndex.NONE) {
                    throw new SeraiException(
                            TokenizerErrors.INCONSISTENT_METADATA,
                            "Tokens " + same + " and " + id + " are both spelled '"
                                    + VocabularyReader.abridged(vocabulary.spelling(id))
                                    + "'. Get the file again or convert the model again.");
                }
            }
        }
        return index;
    }
}
