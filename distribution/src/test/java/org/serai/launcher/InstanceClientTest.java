package org.serai.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.serai.launcher.Failures.assertFails;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher's side of the protocol, against a server of a few lines. */
class InstanceClientTest {
    private static final CommandCall CALL = new CommandCall(Path.of("/here"), false, List.of("status", "--json"));

    @TempDir
    private Path folder;

    private Home home;
    private Path socket;
    private ServerSocketChannel server;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void listen() throws IOException {
        home = Home.of(folder, Map.of());
        Files.createDirectories(home.run());
        socket = home.run().resolve("serai.sock");
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @Test
    void showsOutputAndGivesTheExitStatus() {
        CompletableFuture<String> heard = serve((in, answer) -> {
            String call = text(Frame.read(in).orElseThrow());
            String input = text(Frame.read(in).orElseThrow());
            new Frame(Frame.OUTPUT, "fine".getBytes(StandardCharsets.UTF_8)).write(answer);
            new Frame(Frame.ERROR, "careful".getBytes(StandardCharsets.UTF_8)).write(answer);
            new Frame(Frame.EXIT, ByteBuffer.allocate(4).putInt(3).array()).write(answer);
            return call + "|" + input;
        });
        assertEquals(OptionalInt.of(3), execute("typed"));
        assertEquals("/here\0" + "0\0status\0--json|typed", heard.join());
        assertEquals("fine", out.toString(StandardCharsets.UTF_8));
        assertEquals("careful", err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aCommandThatRunsHereStillGetsItsInput() throws IOException {
        CompletableFuture<String> heard = serve((in, answer) -> {
            assertEquals(Frame.ARGUMENTS, Frame.read(in).orElseThrow().type());
            String input = text(Frame.read(in).orElseThrow());
            new Frame(Frame.RUN_LOCALLY, new byte[0]).write(answer);
            return input;
        });
        StandardInput input = input("typed");
        try (InstanceClient client = InstanceClient.connect(home).orElseThrow()) {
            assertEquals(OptionalInt.empty(), client.execute(CALL, input, stream(out), stream(err)));
        }
        assertEquals("typed", heard.join());
        assertEquals("typed", new String(input.readAllBytes(), StandardCharsets.UTF_8));
    }

    /** It wants no more input, which the pump hears before the answer is there. */
    @Test
    void whatAnInstanceDidNotTakeIsInputOfTheCommandThatRunsHere() throws IOException {
        CompletableFuture<Void> deaf = new CompletableFuture<>();
        CompletableFuture<String> heard = CompletableFuture.supplyAsync(() -> {
            try (SocketChannel channel = server.accept()) {
                DataInputStream in = new DataInputStream(Channels.newInputStream(channel));
                assertEquals(Frame.ARGUMENTS, Frame.read(in).orElseThrow().type());
                String input = text(Frame.read(in).orElseThrow());
                channel.shutdownInput();
                deaf.complete(null);
                while (Thread.getAllStackTraces().keySet().stream()
                        .anyMatch(thread -> thread.getName().equals(InstanceClient.PUMP))) {
                    Thread.onSpinWait();
                }
                new Frame(Frame.RUN_LOCALLY, new byte[0])
                        .write(new DataOutputStream(Channels.newOutputStream(channel)));
                return input;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        InputStream source = new SequenceInputStream(bytes("one "), new FilterInputStream(bytes("two")) {
            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                deaf.join();
                return super.read(bytes, offset, length);
            }
        });
        StandardInput input = new StandardInput(source);
        try (InstanceClient client = InstanceClient.connect(home).orElseThrow()) {
            assertEquals(OptionalInt.empty(), client.execute(CALL, input, stream(out), stream(err)));
        }
        assertEquals("one ", heard.join());
        assertEquals("one two", new String(input.readAllBytes(), StandardCharsets.UTF_8));
    }

    @Test
    void anInstanceThatGoesAwayIsAnError() {
        CompletableFuture<String> heard =
                serve((in, answer) -> text(Frame.read(in).orElseThrow()));
        assertFails(LauncherErrors.INSTANCE_UNREACHABLE, () -> execute(""), "log");
        heard.join();
    }

    @Test
    void aSocketThatLiesElsewhereIsFoundByItsPointer() throws IOException {
        Home other = Home.of(folder.resolve("other"), Map.of());
        Files.createDirectories(other.run());
        assertTrue(InstanceClient.connect(other).isEmpty());
        Files.writeString(other.run().resolve("socket"), socket.toString());
        try (InstanceClient client = InstanceClient.connect(other).orElseThrow()) {
            assertEquals(InstanceClient.class, client.getClass());
        }
    }

    @Test
    void theSocketOfAKilledInstanceIsNoInstance() throws IOException {
        server.close();
        assertTrue(Files.exists(socket));
        assertTrue(InstanceClient.connect(home).isEmpty());
    }

    private OptionalInt execute(String typed) {
        try (InstanceClient client = InstanceClient.connect(home).orElseThrow()) {
            return client.execute(CALL, input(typed), stream(out), stream(err));
        }
    }

    private static StandardInput input(String typed) {
        return new StandardInput(bytes(typed));
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static String text(Frame frame) {
        return new String(frame.payload(), StandardCharsets.UTF_8);
    }

    private CompletableFuture<String> serve(Conversation conversation) {
        return CompletableFuture.supplyAsync(() -> {
            try (SocketChannel channel = server.accept()) {
                return conversation.hold(
                        new DataInputStream(Channels.newInputStream(channel)),
                        new DataOutputStream(Channels.newOutputStream(channel)));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** What the server does with one connection; gives what it heard. */
    private interface Conversation {
        String hold(DataInputStream in, DataOutputStream answer) throws IOException;
    }
}
