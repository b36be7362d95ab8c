package org.serai.runtime.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.serai.command.Command;
import org.serai.error.SeraiException;

/** The command socket, over real sockets. */
@Timeout(60)
class CommandServerTest {
    @TempDir
    Path home;

    private final CommandRegistry registry = new CommandRegistry();
    private CommandServer server;

    @BeforeEach
    void open() {
        server = serve(home);
        ScriptedCommand.register(registry, "copy", Command.INSTANCE, (arguments, streams) -> {
            long count = streams.in().transferTo(streams.out());
            streams.err().print(count);
            return 42;
        });
        ScriptedCommand.register(registry, "local", Command.LOCAL, (arguments, streams) -> 0);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private CommandServer serve(Path folder) {
        return new CommandServer(
                new CommandShell(registry, new Instance(folder, true)), new SocketPlace(folder.toAbsolutePath()));
    }

    /** A caller of the socket. */
    private static final class Caller implements AutoCloseable {
        private final SocketChannel channel;
        private final DataInputStream in;
        private final FrameWriter out;
        private final ByteArrayOutputStream output = new ByteArrayOutputStream();
        private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

        Caller(Path socket) throws IOException {
            channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
            in = new DataInputStream(Channels.newInputStream(channel));
            out = new FrameWriter(Channels.newOutputStream(channel));
        }

        Caller call(String... words) throws IOException {
            out.send(Frame.ARGUMENTS, ("/tmp\0" + "0\0" + String.join("\0", words)).getBytes(StandardCharsets.UTF_8));
            return this;
        }

        /** Reads to the last frame, and gives the exit status, or {@code "local"} where the command belongs elsewhere. */
        Object finish() throws IOException {
            while (true) {
                Frame frame = Frame.read(in).orElseThrow(() -> new IOException("No exit status came"));
                switch (frame.type()) {
                    case Frame.OUTPUT -> output.write(frame.payload());
                    case Frame.ERROR -> errors.write(frame.payload());
                    case Frame.EXIT -> {
                        return ByteBuffer.wrap(frame.payload()).getInt();
                    }
                    case Frame.RUN_LOCALLY -> {
                        return "local";
                    }
                    default -> throw new IOException("Unknown frame " + frame.type());
                }
            }
        }

        String errors() {
            return errors.toString(StandardCharsets.UTF_8);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    @Test
    void carriesInputOutputErrorsAndStatus() throws IOException {
        byte[] data = new byte[300_000];
        new SplittableRandom(1).nextBytes(data);
        try (Caller caller = new Caller(server.socket())) {
            caller.call("copy");
            caller.out.send(Frame.INPUT, Arrays.copyOf(data, 100_000));
            caller.out.send(Frame.INPUT, Arrays.copyOfRange(data, 100_000, data.length));
            caller.out.send(Frame.INPUT, new byte[0]);
            assertEquals(42, caller.finish());
            assertArrayEquals(data, caller.output.toByteArray());
            assertEquals("300000", caller.errors());
        }
    }

    @Test
    void passesArgumentsAndTheWorkingDirectory() throws IOException {
        ScriptedCommand.register(registry, "show", Command.INSTANCE, (arguments, streams) -> {
            streams.out().println(arguments + " in " + streams.workingDirectory() + " " + streams.terminal());
            return 0;
        });
        try (Caller caller = new Caller(server.socket()).call("show", "", "ä b")) {
            assertEquals(0, caller.finish());
            assertEquals("[, ä b] in " + Path.of("/tmp") + " false\n", caller.output.toString(StandardCharsets.UTF_8));
        }
    }

    @Test
    void answersLocalCommandsWithTheWishToRunThemLocally() throws IOException {
        try (Caller caller = new Caller(server.socket()).call("local")) {
            assertEquals("local", caller.finish());
        }
    }

    @Test
    void aCallerThatGoesAwayInterruptsItsCommand() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        ScriptedCommand.register(registry, "wait", Command.INSTANCE, (arguments, streams) -> {
            running.countDown();
            try {
                new CountDownLatch(1).await();
            } finally {
                interrupted.countDown();
            }
            return 0;
        });
        try (Caller caller = new Caller(server.socket()).call("wait")) {
            running.await();
            assertEquals(1, interrupted.getCount());
            caller.out.send(Frame.INPUT, new byte[0]); // the end of its input is not the end of the caller
        }
        interrupted.await();
    }

    @Test
    void aCallerThatGoesAwayIsNoticedAlsoWhereItsInputPilesUp() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        ScriptedCommand.register(registry, "wait", Command.INSTANCE, (arguments, streams) -> {
            try {
                new CountDownLatch(1).await();
            } finally {
                interrupted.countDown();
            }
            return 0;
        });
        try (Caller caller = new Caller(server.socket()).call("wait")) {
            for (int i = 0; i < 17; i++) {
                caller.out.send(Frame.INPUT, new byte[10]);
            }
        }
        interrupted.await();
    }

    @Test
    void refusesFramesThatAreTooLongBeforeItAllocatesForThem() throws IOException {
        try (Caller caller = new Caller(server.socket())) {
            caller.channel.write(ByteBuffer.wrap(new byte[] {'A', 0x7f, -1, -1, -1}));
            assertEquals(1, caller.finish());
            assertTrue(caller.errors().startsWith("SERAI-1003"), caller.errors());
        }
        try (Caller caller = new Caller(server.socket())) {
            caller.channel.write(ByteBuffer.wrap(new byte[] {'A', -1, -1, -1, -1}));
            assertEquals(1, caller.finish());
        }
    }

    @Test
    void refusesAConversationThatBeginsWithAnythingElse() throws IOException {
        try (Caller caller = new Caller(server.socket())) {
            caller.out.send(Frame.INPUT, new byte[] {1});
            assertEquals(1, caller.finish());
            assertTrue(caller.errors().startsWith("SERAI-1003"), caller.errors());
        }
    }

    @Test
    void servesCallersBesideEachOther() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        ScriptedCommand.register(registry, "meet", Command.INSTANCE, (arguments, streams) -> {
            both.countDown();
            both.await();
            return 0;
        });
        try (Caller first = new Caller(server.socket()).call("meet");
                Caller second = new Caller(server.socket()).call("meet")) {
            assertEquals(0, first.finish());
            assertEquals(0, second.finish());
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void onlyTheOwnerReachesTheSocket() throws IOException {
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(server.socket())));
        assertEquals(
                "rwx------",
                PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(server.socket().getParent())));
    }

    @Test
    void closingRemovesTheSocket() {
        server.close();
        assertFalse(Files.exists(server.socket()));
    }

    @Test
    void replacesTheSocketOfAKilledProcessButNotThatOfALivingOne() throws IOException {
        Path other = home.resolve("other");
        Path stale = other.resolve("data/run/serai.sock");
        Files.createDirectories(stale.getParent());
        try (ServerSocketChannel killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            killed.bind(UnixDomainSocketAddress.of(stale));
            SeraiException e = assertThrows(SeraiException.class, () -> serve(other));
            assertEquals(CommandErrors.SOCKET, e.code());
        }
        assertTrue(Files.exists(stale));
        try (CommandServer fresh = serve(other);
                Caller caller = new Caller(fresh.socket()).call("local")) {
            assertEquals(stale, fresh.socket());
            assertEquals("local", caller.finish());
        }
    }

    @Test
    void aHomeWithALongPathHasItsSocketElsewhereAndSaysWhere() throws IOException {
        Path deep = home.resolve("a".repeat(60)).resolve("b".repeat(60));
        Path pointer = deep.resolve("data/run/socket");
        Path first;
        try (CommandServer far = serve(deep);
                Caller caller = new Caller(Path.of(Files.readString(pointer))).call("local")) {
            first = far.socket();
            assertEquals(first, Path.of(Files.readString(pointer)));
            assertEquals("local", caller.finish());
        }
        assertFalse(Files.exists(pointer));
        assertFalse(Files.exists(first.getParent()));
    }

    @Test
    void anInputIsReadAsLines() throws IOException {
        ScriptedCommand.register(registry, "lines", Command.INSTANCE, (arguments, streams) -> {
            BufferedReader reader = new BufferedReader(new InputStreamReader(streams.in(), StandardCharsets.UTF_8));
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                streams.out().println("> " + line);
            }
            return 0;
        });
        try (Caller caller = new Caller(server.socket()).call("lines")) {
            caller.out.send(Frame.INPUT, "one\nt".getBytes(StandardCharsets.UTF_8));
            caller.out.send(Frame.INPUT, "wo\n".getBytes(StandardCharsets.UTF_8));
            caller.out.send(Frame.INPUT, new byte[0]);
            assertEquals(0, caller.finish());
            assertEquals("> one\n> two\n", caller.output.toString(StandardCharsets.UTF_8));
        }
    }
}
