package org.serai.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.function.Executable;
import org.serai.error.ErrorCode;
import org.serai.error.SeraiException;

/** Asserts how something fails. */
final class Failures {
    private Failures() {}

    /** It fails with the code, and its message has each of the parts. */
    static void assertFails(ErrorCode code, Executable action, String... parts) {
        SeraiException failure = assertThrows(SeraiException.class, action);
        assertEquals(code, failure.code());
        String message = String.valueOf(failure.getMessage());
        for (String part : parts) {
            assertTrue(message.contains(part), message);
        }
    }
}
