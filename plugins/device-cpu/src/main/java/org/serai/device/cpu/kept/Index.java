package org.serai.device.cpu.kept;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * What stands at the beginning of the file, in front of the payload: a mark, the length of the text that follows and its
 * checksum; the text says what is in the payload and has the checksum of every {@value #CHUNK} bytes of it. The payload
 * begins at a multiple of {@value #PAGE}, so that it can be mapped in huge pages.
 *
 * @param key the model's digest and the name of the layout
 * @param entries by rising offset
 * @param payloadBytes length of the payload
 * @param checksums CRC-32C of each chunk, the last of which may be shorter
 */
record Index(String key, List<Entry> entries, long payloadBytes, List<Integer> checksums) {
    /** Bytes of a chunk. */
    static final int CHUNK = 1 << 24;

    /** Bytes of a huge page. */
    static final int PAGE = 1 << 21;

    /** Tensors begin at multiples of it, as vectors like it. */
    static final int ALIGNMENT = 64;

    private static final int HEAD = Long.BYTES + 2 * Integer.BYTES;

    /** "SERAIWGT", of which a new version of this format would change the last letter. */
    private static final long MARK = 0x5345524149574754L;

    private static final int LARGEST_TEXT = 1 << 28;

    Index {
        entries = List.copyOf(entries);
        checksums = List.copyOf(checksums);
    }

    /** Chunks of a payload. */
    static int chunks(long payloadBytes) {
        return Math.toIntExact(Math.ceilDiv(payloadBytes, CHUNK));
    }

    /** Where the payload begins. It depends on the number of checksums, not on what they are. */
    long payloadAt() throws IOException {
        return payloadAt(text().length);
    }

    private static long payloadAt(int textBytes) {
        return (long) Math.ceilDiv(HEAD + textBytes, PAGE) * PAGE;
    }

    byte[] bytes() throws IOException {
        byte[] text = text();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeLong(MARK);
        out.writeInt(text.length);
        out.writeInt(checksum(text));
        out.write(text);
        return bytes.toByteArray();
    }

    private byte[] text() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeUTF(key);
        out.writeLong(payloadBytes);
        out.writeInt(entries.size());
        for (Entry entry : entries) {
            entry.write(out);
        }
        out.writeInt(checksums.size());
        for (int checksum : checksums) {
            out.writeInt(checksum);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads an index, and checks that all it says fits the file.
     *
     * @param fileBytes length of the whole file
     * @throws IOException where something does not, with a message for people
     */
    static Index read(DataInputStream in, long fileBytes) throws IOException {
        if (in.readLong() != MARK) {
            throw new IOException("it begins in another way than such files do");
        }
        int length = in.readInt();
        int checksum = in.readInt();
        if (length < 0 || length > Math.min(LARGEST_TEXT, fileBytes)) {
            throw new IOException("its index would have " + length + " bytes");
        }
        byte[] text = new byte[length];
        in.readFully(text);
        if (checksum(text) != checksum) {
            throw new IOException("its index has another checksum");
        }
        Index index = parse(new DataInputStream(new ByteArrayInputStream(text)));
        if (payloadAt(length) + index.payloadBytes != fileBytes) {
            throw new IOException(
                    "it has " + fileBytes + " bytes and should have " + (payloadAt(length) + index.payloadBytes));
        }
        return index;
    }

    private static Index parse(DataInputStream in) throws IOException {
        String key = in.readUTF();
        long payloadBytes = in.readLong();
        int count = in.readInt();
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Entry entry = Entry.read(in);
            if (entry.offset() < 0 || entry.bytes() < 0 || entry.bytes() > payloadBytes - entry.offset()) {
                throw new IOException("its tensor " + entry.name() + " would lie outside of it");
            }
            entries.add(entry);
        }
        int chunks = in.readInt();
        if (chunks != Math.ceilDiv(payloadBytes, CHUNK)) {
            throw new IOException("it has " + chunks + " checksums");
        }
        List<Integer> checksums = new ArrayList<>();
        for (int i = 0; i < chunks; i++) {
            checksums.add(in.readInt());
        }
        return new Index(key, entries, payloadBytes, checksums);
    }

    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
