package org.serai.launcher;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.serai.error.SeraiException;

/**
 * The way to a running instance: its Unix domain socket. Only the user who started the instance may open it. The
 * instance hears that a command is to be cancelled by the end of the connection.
 */
final class InstanceClient implements AutoCloseable {
    /** The thread that sends standard input. */
    static final String PUMP = "serai-stdin";

    private final SocketChannel channel;
    private final DataInputStream in;
    private final DataOutputStream out;

    private InstanceClient(SocketChannel channel) {
        this.channel = channel;
        this.in = new DataInputStream(Channels.newInputStream(channel));
        this.out = new DataOutputStream(Channels.newOutputStream(channel));
    }

    /** Connects to the instance of the home, where one listens. */
    static Optional<InstanceClient> connect(Home home) {
        try {
            Path socket = socket(home);
            return Files.exists(socket) ? Optional.of(open(socket)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // a file that a killed instance left behind
        }
    }

    /** The name of a socket has about a hundred bytes; where the home's path is longer, a file tells where it is. */
    private static Path socket(Home home) throws IOException {
        Path pointer = home.run().resolve("socket");
        return Files.exists(pointer)
                ? Path.of(Files.readString(pointer).strip())
                : home.run().resolve("serai.sock");
    }

    private static InstanceClient open(Path socket) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
            return new InstanceClient(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Has the instance run a command.
     *
     * @return the exit status; empty where the command is to run in this process, with the input rewound
     * @throws SeraiException where the instance goes away or speaks nonsense
     */
    OptionalInt execute(CommandCall call, StandardInput input, PrintStream output, PrintStream error) {
        try {
            send(call.frame());
            Thread.ofPlatform().daemon().name(PUMP).start(() -> pump(input));
            while (true) {
                Frame frame = Frame.read(in).orElseThrow(() -> new EOFException("the connection was closed"));
                switch (frame.type()) {
                    case Frame.RUN_LOCALLY -> {
                        input.rewind();
                        return OptionalInt.empty();
                    }
                    case Frame.EXIT -> {
                        return OptionalInt.of(ByteBuffer.wrap(frame.payload()).getInt());
                    }
                    case Frame.OUTPUT -> show(frame, output);
                    case Frame.ERROR -> show(frame, error);
                    default -> throw new IOException("a message of the unknown kind " + frame.type());
                }
                input.release();
            }
        } catch (IOException | BufferUnderflowException e) {
            throw new SeraiException(
                    LauncherErrors.INSTANCE_UNREACHABLE,
                    "The running instance did not finish the command (" + e + "): its log says why.",
                    e);
        }
    }

    private static void show(Frame frame, PrintStream stream) {
        stream.write(frame.payload(), 0, frame.payload().length);
        stream.flush();
    }

    private void pump(StandardInput input) {
        try {
            input.pump(bytes -> send(new Frame(Frame.INPUT, bytes)));
        } catch (IOException e) {
            // The instance wants no more input. Its answer says who does: the command may run here.
        }
    }

    private void send(Frame frame) throws IOException {
        synchronized (out) {
            frame.write(out);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
