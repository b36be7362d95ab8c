package org.serai.engine.decoder;

import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import org.serai.model.ModelMetadata;
import org.serai.model.Support;
import org.serai.model.TokenDecoder;
import org.serai.model.Tokenizer;
import org.serai.model.TokenizerFactory;

/** Each ASCII character is a token; {@code z} ends a generation. */
final class AsciiTokenizer implements Tokenizer {
    static final int END = 'z';

    /** Makes the one tokenizer there is. */
    static final TokenizerFactory FACTORY = new TokenizerFactory() {
        @Override
        public Support supports(ModelMetadata metadata) {
            return metadata.bool("without.tokenizer").orElse(false)
                    ? Support.no("the file has no tokenizer")
                    : Support.yes();
        }

        @Override
        public Tokenizer create(ModelMetadata metadata) {
            return new AsciiTokenizer();
        }
    };

    @Override
    public int[] encode(String text, boolean parseSpecial, boolean addSpecial) {
        return text.chars().toArray();
    }

    @Override
    public TokenDecoder decoder(boolean skipSpecial) {
        return new TokenDecoder() {
            @Override
            public String push(int id) {
                return spelling(id);
            }

            @Override
            public String flush() {
                return "";
            }
        };
    }

    @Override
    public int size() {
        return ScriptedDevice.VOCABULARY;
    }

    @Override
    public byte[] bytes(int id) {
        return spelling(id).getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String spelling(int id) {
        return String.valueOf((char) id);
    }

    @Override
    public boolean isControl(int id) {
        return false;
    }

    @Override
    public OptionalInt bos() {
        return OptionalInt.empty();
    }

    @Override
    public OptionalInt eos() {
        return OptionalInt.of(END);
    }

    @Override
    public boolean endsGeneration(int id) {
        return id == END;
    }
}
