package org.serai.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {
    private static final int JAVA_8 = 52;

    @ParameterizedTest
    @CsvSource({"1.8, 8", "9, 9", "17, 17", "25, 25", "'', 0", "x, 0"})
    void readsTheNumberOfAJava(String specificationVersion, int feature) {
        assertEquals(feature, Main.feature(specificationVersion));
    }

    @Test
    void anOldJavaCanLoadIt() throws IOException {
        try (InputStream file = Objects.requireNonNull(Main.class.getResourceAsStream("Main.class"));
                DataInputStream data = new DataInputStream(file)) {
            data.readInt(); // the magic number
            data.readUnsignedShort(); // the minor version
            assertEquals(JAVA_8, data.readUnsignedShort());
        }
    }
}
