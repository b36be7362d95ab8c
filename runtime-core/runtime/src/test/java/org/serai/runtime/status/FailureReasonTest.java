package org.serai.runtime.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.serai.error.ErrorCategory;
import org.serai.error.ErrorCode;
import org.serai.error.SeraiException;

class FailureReasonTest {
    private static String trace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }

    @Test
    void takesTheMessageWithACode() {
        Throwable inner = new SeraiException(
                new ErrorCode(9900, ErrorCategory.CONFIGURATION), "it is wrong", new IllegalStateException("deeper"));
        assertEquals("SERAI-9900: it is wrong", FailureReason.of(trace(new IllegalStateException("outer", inner))));
    }

    @Test
    void elseTakesTheInnermostCause() {
        Throwable failure = new IllegalStateException("outer", new java.io.IOException("the port is taken"));
        assertEquals("java.io.IOException: the port is taken", FailureReason.of(trace(failure)));
        assertEquals(
                "java.lang.IllegalStateException: alone", FailureReason.of(trace(new IllegalStateException("alone"))));
        assertEquals("no reason is known", FailureReason.of(""));
    }
}
