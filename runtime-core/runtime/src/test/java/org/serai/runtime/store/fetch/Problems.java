package org.serai.runtime.store.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.function.Executable;
import org.serai.error.ErrorCode;
import org.serai.error.SeraiException;

/** Expects errors. */
public final class Problems {
    private Problems() {}

    /** Expects an error with a code and all these words in its message. */
    public static SeraiException expect(ErrorCode code, Executable call, String... words) {
        SeraiException e = assertThrows(SeraiException.class, call);
        assertEquals(code, e.code(), e.getMessage());
        for (String word : words) {
            assertTrue(e.toString().contains(word), () -> "'" + word + "' is missing: " + e.getMessage());
        }
        return e;
    }
}
