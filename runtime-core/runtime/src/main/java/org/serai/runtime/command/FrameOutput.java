package org.serai.runtime.command;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** A command's output as frames of one type. */
final class FrameOutput extends OutputStream {
    private static final int CHUNK = 64 << 10;

    private final FrameWriter frames;
    private final char type;

    FrameOutput(FrameWriter frames, char type) {
        this.frames = frames;
        this.type = type;
    }

    @Override
    public void write(int value) throws IOException {
        frames.send(type, new byte[] {(byte) value});
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int end = offset + length;
        for (int from = offset; from < end; from += CHUNK) {
            frames.send(type, Arrays.copyOfRange(bytes, from, Math.min(from + CHUNK, end)));
        }
    }
}
