package org.serai.engine.openai.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventStreamTest {
    private static List<String> events(InputStream bytes) throws IOException {
        EventStream stream = new EventStream(bytes);
        List<String> events = new ArrayList<>();
        for (String event = stream.next(); event != null; event = stream.next()) {
            events.add(event);
        }
        return events;
    }

    private static List<String> events(String text) throws IOException {
        return events(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void readsAllEndsOfLines() throws IOException {
        for (String end : List.of("\n", "\r\n", "\r")) {
            assertEquals(List.of("a", "b"), events("data: a" + end + end + "data: b" + end + end));
        }
    }

    @Test
    void takesTheSpaceBehindTheColonOnce() throws IOException {
        assertEquals(List.of("a", " b", "c:d"), events("data:a\n\ndata:  b\n\ndata: c:d\n\n"));
    }

    @Test
    void joinsTheLinesOfAnEvent() throws IOException {
        assertEquals(List.of("a\n\nb"), events("data: a\ndata\ndata: b\n\n"));
    }

    @Test
    void skipsCommentsOtherFieldsAndEventsWithoutData() throws IOException {
        assertEquals(
                List.of("a"), events("\uFEFF: keep-alive\n\nevent: ping\nid: 7\nretry: 10\n\n: x\ndata: a\n:y\n\n\n"));
    }

    @Test
    void knowsNoEventThatIsCutOff() throws IOException {
        assertEquals(List.of("a"), events("data: a\n\ndata: b\n"));
        assertEquals(List.of("a"), events("data: a\n\ndata: b"));
        assertEquals(List.of(), events(""));
    }

    @Test
    void readsTheSameHoweverTheBytesAreSplit() throws IOException {
        byte[] bytes = "data: grün €\r\n\r\ndata: 𝄞\r\n\r\n".getBytes(StandardCharsets.UTF_8);

        List<String> events = events(new FilterInputStream(new ByteArrayInputStream(bytes)) {
            @Override
            public int read(byte[] target, int from, int most) throws IOException {
                return super.read(target, from, Math.min(1, most));
            }
        });

        assertEquals(List.of("grün €", "𝄞"), events);
    }

    @Test
    void tellsAnEventWithoutWaitingForWhatFollows() throws IOException {
        InputStream endless = new InputStream() {
            private final byte[] bytes = "data: a\r\r".getBytes(StandardCharsets.US_ASCII);
            private int next;

            @Override
            public int read() {
                if (next == bytes.length) {
                    throw new AssertionError("It waits for more than the event");
                }
                return bytes[next++];
            }

            @Override
            public int read(byte[] target, int from, int most) {
                target[from] = (byte) read();
                return 1;
            }
        };

        assertEquals("a", new EventStream(endless).next());
    }

    @Test
    void refusesWhatIsNoText() {
        InputStream bytes = new ByteArrayInputStream(new byte[] {'d', 'a', 't', 'a', ':', (byte) 0xC3, '\n', '\n'});

        assertThrows(MalformedStreamException.class, () -> events(bytes));
    }

    @Test
    void refusesAnEventWithoutEnd() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }
        };

        assertThrows(MalformedStreamException.class, () -> events(endless));
    }
}
