package org.serai.device.opencl.program;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compiled programs in a folder, a file each. A file begins with the SHA-256 of what follows, so that a damaged one is
 * found and made again; its name is the SHA-256 of everything that the program depends on, so that a stale one is never
 * looked for. A cache that cannot be read or written costs time and nothing else, and is told of in the log. Thread-safe,
 * also beside other processes.
 */
final class BinaryCache {
    private static final Logger LOG = LoggerFactory.getLogger(BinaryCache.class);
    private static final int DIGEST_BYTES = 32;

    private final Path folder;

    BinaryCache(Path folder) {
        this.folder = folder;
    }

    /** The file for a program, which need not be there. */
    Path file(List<String> dependencies) {
        MessageDigest digest = sha256();
        for (String dependency : dependencies) {
            digest.update(dependency.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        }
        return folder.resolve(HexFormat.of().formatHex(digest.digest()) + ".bin");
    }

    /** The program in a file; empty where it is not there or damaged. */
    Optional<byte[]> read(Path file) {
        byte[] content;
        try {
            content = Files.readAllBytes(file);
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            LOG.warn("The compiled OpenCL program {} cannot be read and is compiled again", file, e);
            return Optional.empty();
        }
        if (content.length > DIGEST_BYTES) {
            byte[] binary = Arrays.copyOfRange(content, DIGEST_BYTES, content.length);
            if (Arrays.equals(content, 0, DIGEST_BYTES, sha256().digest(binary), 0, DIGEST_BYTES)) {
                return Optional.of(binary);
            }
        }
        LOG.warn("The compiled OpenCL program {} is damaged and is compiled again", file);
        return Optional.empty();
    }

    /** Writes a program, in one step for whoever reads it. */
    void write(Path file, byte[] binary) {
        try {
            Files.createDirectories(folder);
            Path part = Files.createTempFile(folder, "program", ".part");
            try {
                ByteArrayOutputStream content = new ByteArrayOutputStream();
                content.writeBytes(sha256().digest(binary));
                content.writeBytes(binary);
                Files.write(part, content.toByteArray());
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            LOG.warn("The compiled OpenCL program cannot be kept in {}, so every start compiles it", folder, e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
