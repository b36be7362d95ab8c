package org.serai.it.goldens;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A NumPy file of two dimensions, format 1.0, little-endian float32. */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Npy(int rows, int columns, float[] values) {
    private static final int HEADER_LENGTH_AT = 8;
    private static final int HEADER_AT = 10;
    private static final Pattern SHAPE = Pattern.compile("'shape': \\((\\d+), (\\d+)\\)");

    static Npy read(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int headerLength = Short.toUnsignedInt(bytes.getShort(HEADER_LENGTH_AT));
        String header = StandardCharsets.US_ASCII
                .decode(bytes.slice(HEADER_AT, headerLength))
                .toString();
        Matcher shape = SHAPE.matcher(header);
        if (!header.contains("'<f4'") || !shape.find()) {
            throw new IOException("Not a float32 matrix: " + file);
        }
        int rows = Integer.parseInt(shape.group(1));
        int columns = Integer.parseInt(shape.group(2));
        float[] values = new float[rows * columns];
        bytes.position(HEADER_AT + headerLength);
        bytes.asFloatBuffer().get(values);
        return new Npy(rows, columns, values);
    }

    float at(int row, int column) {
        return values[row * columns + column];
    }
}
