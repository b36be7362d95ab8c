package org.serai.format.gguf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** The types of metadata values, in the order of their numbers. */
enum ValueType {
    UINT8(1, Kind.INTEGER),
    INT8(1, Kind.INTEGER),
    UINT16(2, Kind.INTEGER),
    INT16(2, Kind.INTEGER),
    UINT32(4, Kind.INTEGER),
    INT32(4, Kind.INTEGER),
    FLOAT32(4, Kind.FLOAT),
    BOOL(1, Kind.BOOL),
    STRING(0, Kind.STRING),
    ARRAY(0, Kind.ARRAY),
    UINT64(8, Kind.INTEGER),
    INT64(8, Kind.INTEGER),
    FLOAT64(8, Kind.FLOAT);

    /** What a value can be used as. */
    enum Kind {
        INTEGER,
        FLOAT,
        BOOL,
        STRING,
        ARRAY
    }

    static final ValueLayout.OfShort U16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfDouble F64 = ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final ValueType[] BY_NUMBER = values();

    private final int bytes;
    private final Kind kind;

    ValueType(int bytes, Kind kind) {
        this.bytes = bytes;
        this.kind = kind;
    }

    /** Bytes of a value; 0 where that differs from value to value. */
    int bytes() {
        return bytes;
    }

    Kind kind() {
        return kind;
    }

    static @Nullable ValueType ofNumber(long number) {
        return number < 0 || number >= BY_NUMBER.length ? null : BY_NUMBER[(int) number];
    }

    /** Reads an integer or a boolean; an unsigned 64-bit value beyond the long range comes out negative. */
    long readLong(MemorySegment bytes, long offset) {
        return switch (this) {
            case UINT8, BOOL -> Byte.toUnsignedLong(bytes.get(ValueLayout.JAVA_BYTE, offset));
            case INT8 -> bytes.get(ValueLayout.JAVA_BYTE, offset);
            case UINT16 -> Short.toUnsignedLong(bytes.get(U16, offset));
            case INT16 -> bytes.get(U16, offset);
            case UINT32 -> Integer.toUnsignedLong(bytes.get(U32, offset));
            case INT32 -> bytes.get(U32, offset);
            case UINT64, INT64 -> bytes.get(U64, offset);
            case FLOAT32, FLOAT64, STRING, ARRAY -> throw new IllegalStateException(this + " is no integer");
        };
    }

    /** Reads an integer or a floating-point number. */
    double readDouble(MemorySegment bytes, long offset) {
        return switch (this) {
            case FLOAT32 -> bytes.get(F32, offset);
            case FLOAT64 -> bytes.get(F64, offset);
            case UINT64 -> unsignedToDouble(bytes.get(U64, offset));
            default -> readLong(bytes, offset);
        };
    }

    private static double unsignedToDouble(long value) {
        return value >= 0 ? value : ((value >>> 1) | (value & 1)) * 2.0;
    }
}
