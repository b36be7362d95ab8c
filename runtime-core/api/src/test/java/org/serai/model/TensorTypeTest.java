package org.serai.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TensorTypeTest {
    @ParameterizedTest
    @EnumSource(TensorType.class)
    void everyTypeIsFoundByItsNumber(TensorType type) {
        assertEquals(Optional.of(type), TensorType.ofNumber(type.number()));
    }

    @ParameterizedTest
    @CsvSource({"-1", "4", "5", "31", "40", "4294967295"})
    void numbersThatAreNotAssignedHaveNoType(long number) {
        assertEquals(Optional.empty(), TensorType.ofNumber(number));
    }

    @ParameterizedTest
    @CsvSource({"F32, 3, 12", "Q4_0, 64, 36", "Q8_0, 32, 34", "Q6_K, 512, 420", "BF16, 0, 0"})
    void bytesAreWholeBlocks(TensorType type, long elements, long bytes) {
        assertEquals(bytes, type.bytes(elements));
    }

    @Test
    void partOfABlockIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> TensorType.Q4_K.bytes(255));
        assertThrows(IllegalArgumentException.class, () -> TensorType.F32.bytes(-1));
    }

    @Test
    void sizesThatDoNotFitALongAreRefused() {
        assertThrows(ArithmeticException.class, () -> TensorType.F64.bytes(Long.MAX_VALUE));
        TensorInfo huge = new TensorInfo("huge", TensorType.F32, List.of(1L << 40, 1L << 40));
        assertThrows(ArithmeticException.class, huge::bytes);
    }

    @Test
    void aScalarHasOneRowOfOneColumn() {
        TensorInfo scalar = new TensorInfo("scale", TensorType.F32, List.of());
        assertEquals(1, scalar.rows());
        assertEquals(1, scalar.columns());
        assertEquals(4, scalar.bytes());
    }
}
