package org.serai.format.gguf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.serai.model.TensorType;

/** Writes GGUF files, sound ones unless it is told numbers that are not. */
final class GgufBuilder {
    private final ByteArrayOutputStream keyValues = new ByteArrayOutputStream();
    private final ByteArrayOutputStream tensorInfos = new ByteArrayOutputStream();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private int magic = HeaderReader.MAGIC;
    private int version = 3;
    private long keys;
    private long tensors;
    private long alignment = 32;

    GgufBuilder magic(int value) {
        magic = value;
        return this;
    }

    GgufBuilder version(int value) {
        version = value;
        return this;
    }

    /** Adds to the announced number of keys without writing any. */
    GgufBuilder claimKeys(long more) {
        keys += more;
        return this;
    }

    /** Adds to the announced number of tensors without writing any. */
    GgufBuilder claimTensors(long more) {
        tensors += more;
        return this;
    }

    /** Pads the tensor data to this many bytes without saying so in the metadata. */
    GgufBuilder padTo(long value) {
        alignment = value;
        return this;
    }

    GgufBuilder alignment(int value) {
        return padTo(Integer.toUnsignedLong(value)).u32("general.alignment", value);
    }

    GgufBuilder string(String key, String value) {
        return string(key, value.getBytes(StandardCharsets.UTF_8));
    }

    GgufBuilder string(String key, byte[] value) {
        key(key, 8);
        putString(keyValues, value);
        return this;
    }

    GgufBuilder u8(String key, int value) {
        key(key, 0);
        keyValues.write(value);
        return this;
    }

    GgufBuilder i8(String key, int value) {
        key(key, 1);
        keyValues.write(value);
        return this;
    }

    GgufBuilder u16(String key, int value) {
        key(key, 2);
        put(keyValues, 2, value);
        return this;
    }

    GgufBuilder i16(String key, int value) {
        key(key, 3);
        put(keyValues, 2, value);
        return this;
    }

    GgufBuilder u32(String key, int value) {
        key(key, 4);
        put(keyValues, 4, value);
        return this;
    }

    GgufBuilder i32(String key, int value) {
        key(key, 5);
        put(keyValues, 4, value);
        return this;
    }

    GgufBuilder f32(String key, float value) {
        key(key, 6);
        put(keyValues, 4, Float.floatToIntBits(value));
        return this;
    }

    GgufBuilder bool(String key, int value) {
        key(key, 7);
        keyValues.write(value);
        return this;
    }

    GgufBuilder u64(String key, long value) {
        key(key, 10);
        put(keyValues, 8, value);
        return this;
    }

    GgufBuilder i64(String key, long value) {
        key(key, 11);
        put(keyValues, 8, value);
        return this;
    }

    GgufBuilder f64(String key, double value) {
        key(key, 12);
        put(keyValues, 8, Double.doubleToLongBits(value));
        return this;
    }

    GgufBuilder strings(String key, String... values) {
        array(key, 8, values.length);
        for (String value : values) {
            putString(keyValues, value.getBytes(StandardCharsets.UTF_8));
        }
        return this;
    }

    GgufBuilder i32s(String key, int... values) {
        array(key, 5, values.length);
        for (int value : values) {
            put(keyValues, 4, value);
        }
        return this;
    }

    GgufBuilder f32s(String key, float... values) {
        array(key, 6, values.length);
        for (float value : values) {
            put(keyValues, 4, Float.floatToIntBits(value));
        }
        return this;
    }

    GgufBuilder bools(String key, int... values) {
        array(key, 7, values.length);
        for (int value : values) {
            keyValues.write(value);
        }
        return this;
    }

    /** The beginning of an array; its elements are up to the caller. */
    GgufBuilder array(String key, int elementType, long count) {
        key(key, 9);
        put(keyValues, 4, elementType);
        put(keyValues, 8, count);
        return this;
    }

    /** The beginning of a value; the value is up to the caller. */
    GgufBuilder key(String key, int type) {
        putString(keyValues, key.getBytes(StandardCharsets.UTF_8));
        put(keyValues, 4, type);
        keys++;
        return this;
    }

    /** Bytes of a value. */
    GgufBuilder raw(long value, int length) {
        put(keyValues, length, value);
        return this;
    }

    /** A tensor with data that differs from tensor to tensor. */
    GgufBuilder tensor(String name, TensorType type, long... shape) {
        long elements = 1;
        for (long length : shape) {
            elements *= length;
        }
        pad(data, 0);
        tensorInfo(name, type.number(), data.size(), shape);
        for (long i = 0; i < type.bytes(elements); i++) {
            data.write((int) (tensors * 31 + i));
        }
        return this;
    }

    /** The description of a tensor alone. */
    GgufBuilder tensorInfo(String name, int type, long offset, long... shape) {
        putString(tensorInfos, name.getBytes(StandardCharsets.UTF_8));
        put(tensorInfos, 4, shape.length);
        for (long length : shape) {
            put(tensorInfos, 8, length);
        }
        put(tensorInfos, 4, type);
        put(tensorInfos, 8, offset);
        tensors++;
        return this;
    }

    byte[] header() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        put(out, 4, magic);
        put(out, 4, version);
        put(out, 8, tensors);
        put(out, 8, keys);
        out.writeBytes(keyValues.toByteArray());
        out.writeBytes(tensorInfos.toByteArray());
        return out.toByteArray();
    }

    byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(header());
        if (tensors > 0) {
            pad(out, 0);
            out.writeBytes(data.toByteArray());
        }
        return out.toByteArray();
    }

    Path write(Path file) throws IOException {
        return Files.write(file, bytes());
    }

    private void pad(ByteArrayOutputStream out, int value) {
        while (out.size() % alignment != 0) {
            out.write(value);
        }
    }

    private static void putString(ByteArrayOutputStream out, byte[] text) {
        put(out, 8, text.length);
        out.writeBytes(text);
    }

    private static void put(ByteArrayOutputStream out, int length, long value) {
        byte[] bytes = ByteBuffer.allocate(Math.max(8, length))
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
        out.write(bytes, 0, length);
    }

    /** A small sound model with a value of every type. */
    static GgufBuilder sound() {
        GgufBuilder builder = new GgufBuilder()
                .string("general.architecture", "llama")
                .u8("a.u8", 200)
                .i8("a.i8", -3)
                .u16("a.u16", 60_000)
                .i16("a.i16", -300)
                .u32("llama.block_count", 0x9000_0000)
                .i32("a.i32", -70_000)
                .u64("a.u64", 1L << 40)
                .i64("a.i64", -(1L << 40))
                .f32("a.f32", 0.5f)
                .f64("a.f64", 1e-300)
                .bool("a.bool", 1)
                .strings("tokenizer.ggml.tokens", "a", "é", "", "Ġthe")
                .i32s("tokenizer.ggml.token_type", 1, 3, -1)
                .f32s("tokenizer.ggml.scores", 0.25f, -1f)
                .bools("a.bools", 1, 0);
        for (TensorType type : List.of(TensorType.F32, TensorType.Q4_K, TensorType.Q8_0)) {
            builder.tensor("blk.0." + type, type, 256, 3);
        }
        return builder.tensor("scalar", TensorType.F32);
    }
}
