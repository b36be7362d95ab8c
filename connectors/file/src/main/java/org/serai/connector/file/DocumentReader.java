package org.serai.connector.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.serai.error.SeraiException;

/** Reads documents and refuses what is none. Stateless. */
final class DocumentReader {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final Path inbox;
    private final Charset charset;
    private final long maxBytes;

    DocumentReader(Path inbox, Charset charset, long maxBytes) {
        this.inbox = inbox;
        this.charset = charset;
        this.maxBytes = maxBytes;
    }

    /**
     * Reads a document.
     *
     * @throws NoSuchFileException where it is gone
     * @throws SeraiException where it is no document that can be taken
     */
    Document read(Path path, FileState state) throws NoSuchFileException {
        DocumentType type = DocumentType.of(path.getFileName().toString())
                .orElseThrow(() -> new SeraiException(
                        FileErrors.UNSUPPORTED_TYPE,
                        path + " is of a type that is not taken. Taken are " + DocumentType.allEndings()
                                + "; convert it, or leave it out with the option exclude."));
        if (state.size() > maxBytes) {
            throw tooLarge(path, state.size());
        }
        byte[] bytes = bytes(path);
        String text = text(path, bytes);
        if (text.isBlank()) {
            throw new SeraiException(
                    FileErrors.EMPTY_DOCUMENT,
                    path + " has no text in it: " + bytes.length + " bytes. Send a document.");
        }
        return new Document(path, state, sha256(bytes), type, text);
    }

    private byte[] bytes(Path path) throws NoSuchFileException {
        int limit = (int) Math.min(maxBytes + 1, Integer.MAX_VALUE - 8);
        try (InputStream in = Files.newInputStream(inbox.resolve(path), LinkOption.NOFOLLOW_LINKS)) {
            byte[] bytes = in.readNBytes(limit);
            if (bytes.length > maxBytes) {
                throw tooLarge(path, bytes.length);
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException e) {
            throw new SeraiException(
                    FileErrors.UNREADABLE,
                    path + " cannot be read: " + e + ". Check its permissions and the disk, and drop it again.",
                    e);
        }
    }

    private SeraiException tooLarge(Path path, long size) {
        return new SeraiException(
                FileErrors.DOCUMENT_TOO_LARGE,
                path + " has " + size + " bytes or more; the option maxBytes allows " + maxBytes
                        + ". Split it, or raise the option.");
    }

    private String text(Path path, byte[] bytes) {
        try {
            String text = charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (text.indexOf('\0') >= 0) {
                throw new SeraiException(
                        FileErrors.NOT_TEXT,
                        path + " is binary: it has a zero byte at character " + text.indexOf('\0')
                                + ". Only text is taken; convert it, or leave it out with the option exclude.");
            }
            boolean marked =
                    charset.equals(StandardCharsets.UTF_8) && !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK;
            return marked ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new SeraiException(
                    FileErrors.NOT_TEXT,
                    path + " is no valid " + charset + ": " + e.getMessage()
                            + ". Convert it, or name its charset with the option charset.",
                    e);
        }
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }
}
