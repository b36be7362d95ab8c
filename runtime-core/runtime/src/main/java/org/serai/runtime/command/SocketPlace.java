package org.serai.runtime.command;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.serai.error.SeraiException;

/**
 * Where the command socket of an instance lies: {@code data/run/serai.sock} under its home. Operating systems limit such
 * a path to 103 bytes or a few more; where that is exceeded, the socket lies in a short temporary folder, and the file
 * {@code data/run/socket} holds its path.
 */
final class SocketPlace {
    /** The smallest limit among the systems: macOS has 104 with the NUL at the end, Linux 108. */
    static final int MAX_PATH_BYTES = 103;

    private static final String NAME = "serai.sock";

    private final Path folder;
    private final Path pointer;

    SocketPlace(Path home) {
        folder = home.resolve("data").resolve("run");
        pointer = folder.resolve("socket");
    }

    /** Makes the place ready: folders are there and private, and what a killed process left is gone. */
    Path prepare() throws IOException {
        OwnerOnly.createFolder(folder);
        Path direct = folder.resolve(NAME);
        if (Files.exists(pointer)) {
            Path earlier = Path.of(Files.readString(pointer));
            removeStale(earlier);
            removeTemporary(earlier);
        }
        removeStale(direct);
        if (direct.toString().getBytes(StandardCharsets.UTF_8).length <= MAX_PATH_BYTES) {
            return direct;
        }
        Path socket = OwnerOnly.createTemporaryFolder().resolve(NAME);
        Path draft = folder.resolve("socket.new");
        Files.writeString(draft, socket.toString());
        OwnerOnly.restrictFile(draft);
        Files.move(draft, pointer, StandardCopyOption.ATOMIC_MOVE);
        return socket;
    }

    /** Removes the socket and all that pointed to it. */
    void clear(Path socket) throws IOException {
        Files.deleteIfExists(socket);
        if (!socket.startsWith(folder)) {
            removeTemporary(socket);
        }
    }

    private void removeTemporary(Path socket) throws IOException {
        Files.deleteIfExists(pointer);
        Files.deleteIfExists(socket.getParent());
    }

    private static void removeStale(Path socket) throws IOException {
        if (answers(socket)) {
            throw new SeraiException(
                    CommandErrors.SOCKET,
                    "Another process answers at the command socket " + socket + "; stop it with `serai stop` first");
        }
        Files.deleteIfExists(socket);
    }

    private static boolean answers(Path socket) {
        if (!Files.exists(socket)) {
            return false;
        }
        try (SocketChannel probe = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            return probe.isConnected();
        } catch (IOException e) {
            return false; // refused: the process that made it is gone
        }
    }
}
