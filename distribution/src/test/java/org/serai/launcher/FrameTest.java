package org.serai.launcher;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameTest {
    @Test
    void isALetterALengthAndAPayload() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new Frame(Frame.OUTPUT, new byte[] {1, 2}).write(new DataOutputStream(bytes));
        assertArrayEquals(new byte[] {'O', 0, 0, 0, 2, 1, 2}, bytes.toByteArray());
        Frame read = Frame.read(stream(bytes.toByteArray())).orElseThrow();
        assertEquals(Frame.OUTPUT, read.type());
        assertArrayEquals(new byte[] {1, 2}, read.payload());
    }

    @Test
    void theEndBetweenTwoMessagesIsNoError() throws IOException {
        assertTrue(Frame.read(stream()).isEmpty());
    }

    @Test
    void theEndWithinAMessageIs() {
        assertThrows(EOFException.class, () -> Frame.read(stream('O', 0, 0)));
        assertThrows(EOFException.class, () -> Frame.read(stream('O', 0, 0, 0, 2, 1)));
    }

    @Test
    void aLengthThatNobodySendsIsRefusedBeforeMemoryIsTaken() {
        assertThrows(IOException.class, () -> Frame.read(stream('O', 0x7f, 0xff, 0xff, 0xff)));
        assertThrows(IOException.class, () -> Frame.read(stream('O', 0xff, 0xff, 0xff, 0xff)));
    }

    @Test
    void aCallIsSeparatedByNul() {
        CommandCall call = new CommandCall(Path.of("/tmp/böse"), true, List.of("model", "show", ""));
        assertEquals("/tmp/böse\0" + "1\0model\0show\0", new String(call.frame().payload(), StandardCharsets.UTF_8));
    }

    private static DataInputStream stream(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return stream(bytes);
    }

    private static DataInputStream stream(byte[] bytes) {
        return new DataInputStream(new ByteArrayInputStream(bytes));
    }
}
