package org.serai.runtime.inspect;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes a GGUF file that has metadata and no tensors. */
final class VocabularyFile {
    private static final int UINT32 = 4;
    private static final int STRING = 8;
    private static final int ARRAY = 9;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int pairs;

    VocabularyFile string(String key, String value) {
        key(key, STRING);
        string(value);
        return this;
    }

    VocabularyFile integer(String key, int value) {
        key(key, UINT32);
        number(value);
        return this;
    }

    VocabularyFile strings(String key, List<String> values) {
        key(key, ARRAY);
        number(STRING);
        longNumber(values.size());
        values.forEach(this::string);
        return this;
    }

    Path write(Path file) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        header.put("GGUF".getBytes(StandardCharsets.US_ASCII))
                .putInt(3)
                .putLong(0)
                .putLong(pairs);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(header.array());
        all.writeBytes(out.toByteArray());
        return Files.write(file, all.toByteArray());
    }

    private void key(String key, int type) {
        pairs++;
        string(key);
        number(type);
    }

    private void string(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        longNumber(bytes.length);
        out.writeBytes(bytes);
    }

    private void number(int value) {
        out.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array());
    }

    private void longNumber(long value) {
        out.writeBytes(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array());
    }
}
