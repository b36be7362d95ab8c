package org.serai.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.serai.error.ErrorCode;
import org.serai.error.SeraiException;
import org.serai.model.ModelMetadata;

/** Says how building a tokenizer fails. */
final class Faults {
    private Faults() {}

    static void assertFails(ErrorCode code, String named, ModelMetadata metadata) {
        SeraiException e = assertThrows(SeraiException.class, () -> new GgufTokenizerFactory().create(metadata));
        assertEquals(code, e.code(), e.getMessage());
        assertTrue(e.toString().contains(named), e.getMessage());
    }
}
