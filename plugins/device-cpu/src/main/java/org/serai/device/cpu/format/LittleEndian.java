package org.serai.device.cpu.format;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Numbers and parts of numbers in a byte array, as GGUF stores them. */
final class LittleEndian {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private LittleEndian() {}

    static short int16(byte[] bytes, int at) {
        return (short) SHORT.get(bytes, at);
    }

    static int int32(byte[] bytes, int at) {
        return (int) INT.get(bytes, at);
    }

    static long int64(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at);
    }

    static float float16(byte[] bytes, int at) {
        return Float.float16ToFloat(int16(bytes, at));
    }

    /** The low four bits of a byte. */
    static int low(int octet) {
        return octet & 15;
    }

    /** The high four bits of a byte. */
    static int high(int octet) {
        return (octet >> 4) & 15;
    }

    /** One bit of a word, in the place of a fifth bit. */
    static int fifth(int word, int bit) {
        return ((word >>> bit) & 1) << 4;
    }
}
