package org.serai.format.gguf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.serai.error.ErrorCode;
import org.serai.error.SeraiException;
import org.serai.model.TensorType;

/** Each lie that a header can tell is refused with its own words. */
final class HeaderReaderTest {
    private static final int F32 = TensorType.F32.number();

    @ParameterizedTest
    @MethodSource("lies")
    void refuses(byte[] file, ErrorCode code, String words) {
        SeraiException e =
                assertThrows(SeraiException.class, () -> HeaderReader.read(MemorySegment.ofArray(file), "file.gguf"));
        assertEquals(code, e.code(), e.getMessage());
        assertTrue(String.valueOf(e.getMessage()).contains(words), e.getMessage());
        assertTrue(String.valueOf(e.getMessage()).contains("file.gguf"), e.getMessage());
    }

    static Stream<Arguments> lies() {
        return Stream.of(
                lie("other magic", new GgufBuilder().magic(0x04034b50), GgufErrors.NOT_GGUF, "GGUF"),
                lie("version 1", new GgufBuilder().version(1), GgufErrors.VERSION, "version 1"),
                lie("version 4", new GgufBuilder().version(4), GgufErrors.VERSION, "version 4"),
                lie("big endian", new GgufBuilder().version(3 << 24), GgufErrors.VERSION, "big-endian"),
                lie(
                        "key count",
                        new GgufBuilder().claimKeys(1L << 40),
                        GgufErrors.TRUNCATED,
                        "1099511627776 metadata keys"),
                lie(
                        "negative key count",
                        new GgufBuilder().claimKeys(-1),
                        GgufErrors.TRUNCATED,
                        "18446744073709551615"),
                lie(
                        "tensor count",
                        new GgufBuilder().claimTensors(1L << 40),
                        GgufErrors.TRUNCATED,
                        "1099511627776 tensors"),
                lie(
                        "key length",
                        new GgufBuilder().claimKeys(1).raw(-1, 8).raw(0, 8),
                        GgufErrors.MALFORMED,
                        "18446744073709551615"),
                lie("empty key", new GgufBuilder().u16("", 1), GgufErrors.MALFORMED, "metadata key is 0 bytes"),
                lie("long key", new GgufBuilder().u8("k".repeat(65_536), 1), GgufErrors.MALFORMED, "65536"),
                lie("key twice", new GgufBuilder().u8("k", 1).u8("k", 2), GgufErrors.MALFORMED, "\"k\" twice"),
                lie(
                        "key not UTF-8",
                        new GgufBuilder().claimKeys(1).raw(2, 8).raw(0xffff, 2).raw(0, 16),
                        GgufErrors.MALFORMED,
                        "UTF-8"),
                lie("value type", new GgufBuilder().key("k", 13).raw(0, 8), GgufErrors.MALFORMED, "type number 13"),
                lie(
                        "string length",
                        new GgufBuilder().key("k", 8).raw(Long.MAX_VALUE, 8),
                        GgufErrors.TRUNCATED,
                        "\"k\""),
                lie("boolean", new GgufBuilder().bool("k", 2), GgufErrors.MALFORMED, "boolean 2"),
                lie("boolean in array", new GgufBuilder().bools("k", 0, 1, 7), GgufErrors.MALFORMED, "boolean 7"),
                lie(
                        "array of arrays",
                        new GgufBuilder().array("k", 9, 1).raw(4, 4).raw(0, 8),
                        GgufErrors.HEADER_LIMIT,
                        "array of arrays"),
                lie(
                        "array length",
                        new GgufBuilder().array("k", 4, 1L << 61).raw(0, 8),
                        GgufErrors.TRUNCATED,
                        "2305843009213693952"),
                lie(
                        "array of strings",
                        new GgufBuilder().array("k", 8, 3).raw(0, 8),
                        GgufErrors.TRUNCATED,
                        "elements of \"k\""),
                lie("alignment 0", new GgufBuilder().u32("general.alignment", 0), GgufErrors.MALFORMED, "alignment 0"),
                lie(
                        "alignment 24",
                        new GgufBuilder().u32("general.alignment", 24),
                        GgufErrors.MALFORMED,
                        "alignment 24"),
                lie(
                        "alignment of text",
                        new GgufBuilder().string("general.alignment", "32"),
                        GgufErrors.VALUE_TYPE,
                        "integer"),
                lie(
                        "tensor twice",
                        new GgufBuilder().tensor("t", TensorType.F32, 1).tensor("t", TensorType.F32, 1),
                        GgufErrors.MALFORMED,
                        "\"t\" twice"),
                lie(
                        "long name",
                        new GgufBuilder().tensor("t".repeat(65), TensorType.F32, 1),
                        GgufErrors.MALFORMED,
                        "1 to 64"),
                lie(
                        "five dimensions",
                        new GgufBuilder().tensor("t", TensorType.F32, 1, 1, 1, 1, 1),
                        GgufErrors.MALFORMED,
                        "5 dimensions"),
                lie(
                        "dimension 0",
                        new GgufBuilder().tensor("t", TensorType.F32, 4, 0),
                        GgufErrors.MALFORMED,
                        "dimension of 0"),
                lie(
                        "negative dimension",
                        new GgufBuilder().tensorInfo("t", F32, 0, -4),
                        GgufErrors.MALFORMED,
                        "18446744073709551612"),
                lie(
                        "dimensions overflow",
                        new GgufBuilder().tensorInfo("t", F32, 0, 1L << 32, 1L << 32),
                        GgufErrors.MALFORMED,
                        "fit into the file"),
                lie(
                        "half a block",
                        new GgufBuilder().tensorInfo("t", TensorType.Q4_0.number(), 0, 33),
                        GgufErrors.MALFORMED,
                        "multiples of 32"),
                lie(
                        "removed type",
                        new GgufBuilder().tensorInfo("t", 4, 0, 32),
                        GgufErrors.TENSOR_TYPE,
                        "Q4_2 (number 4), which was removed"),
                lie("repacked type", new GgufBuilder().tensorInfo("t", 31, 0, 32), GgufErrors.TENSOR_TYPE, "Q4_0_4_4"),
                lie("newer type", new GgufBuilder().tensorInfo("t", 40, 0, 64), GgufErrors.TENSOR_TYPE, "NVFP4"),
                lie(
                        "unknown type",
                        new GgufBuilder().tensorInfo("t", 9999, 0, 32),
                        GgufErrors.TENSOR_TYPE,
                        "number 9999"),
                lie(
                        "negative type",
                        new GgufBuilder().tensorInfo("t", -1, 0, 32),
                        GgufErrors.TENSOR_TYPE,
                        "number 4294967295"),
                lie("odd offset", new GgufBuilder().tensorInfo("t", F32, 8, 1), GgufErrors.MALFORMED, "alignment 32"),
                lie(
                        "offset beyond the file",
                        new GgufBuilder().tensorInfo("t", F32, 1 << 20, 1),
                        GgufErrors.TRUNCATED,
                        "1048576"),
                lie(
                        "negative offset",
                        new GgufBuilder().tensorInfo("t", F32, -32, 1),
                        GgufErrors.TRUNCATED,
                        "18446744073709551584"),
                lie(
                        "data beyond the file",
                        new GgufBuilder().tensor("t", TensorType.F32, 8).tensorInfo("u", F32, 0, 16),
                        GgufErrors.TRUNCATED,
                        "takes 64 bytes"),
                lie(
                        "overlap",
                        new GgufBuilder().tensor("t", TensorType.F32, 32).tensorInfo("u", F32, 32, 8),
                        GgufErrors.MALFORMED,
                        "\"t\" and \"u\" in the same place"),
                lie(
                        "control characters",
                        new GgufBuilder()
                                .tensor("a\u001b[2J", TensorType.F32, 1)
                                .tensor("a\u001b[2J", TensorType.F32, 1),
                        GgufErrors.MALFORMED,
                        "\"a\\u001b[2J\""));
    }

    private static Arguments lie(String name, GgufBuilder file, ErrorCode code, String words) {
        return Arguments.of(Named.of(name, file.bytes()), code, words);
    }
}
