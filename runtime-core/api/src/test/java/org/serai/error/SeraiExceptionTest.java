package org.serai.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeraiExceptionTest {
    private static final ErrorCode CODE = new ErrorCode(1204, ErrorCategory.UNSUPPORTED);

    @Test
    void theMessageBeginsWithTheCode() {
        assertEquals("SERAI-1204: no way", new SeraiException(CODE, "no way").getMessage());
    }

    @Test
    void theCodeSurvivesSerialisation() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(new SeraiException(CODE, "no way", new IllegalStateException("cause")));
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertEquals(CODE, ((SeraiException) in.readObject()).code());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 999, 10_000})
    void codesHaveFourDigits(int number) {
        assertThrows(IllegalArgumentException.class, () -> new ErrorCode(number, ErrorCategory.INTERNAL));
    }
}
