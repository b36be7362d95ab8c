package org.serai.runtime.command;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.serai.command.CommandStreams;
import org.serai.error.SeraiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call of a command over the socket. The command runs in the thread that calls {@link #serve}; a second thread reads
 * the caller's input and interrupts the command where the caller goes away.
 */
final class Connection {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final int BUFFER = 8 << 10;

    private final CommandShell shell;
    private final SocketChannel channel;
    private final DataInputStream in;
    private final FrameWriter out;

    Connection(CommandShell shell, SocketChannel channel) {
        this.shell = shell;
        this.channel = channel;
        in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel), BUFFER));
        out = new FrameWriter(Channels.newOutputStream(channel));
    }

    /** Reads the call, runs it, and answers with its exit status. */
    void serve() {
        try (channel) {
            try {
                answer();
            } catch (SeraiException e) {
                out.send(Frame.ERROR, (e.getMessage() + "\n").getBytes(StandardCharsets.UTF_8));
                exit(CommandShell.FAILED);
            }
        } catch (IOException e) {
            LOG.debug("A caller on the command socket went away", e);
        }
    }

    private void answer() throws IOException {
        Frame call = Frame.read(in).orElseThrow(() -> new IOException("The connection was closed before a call came"));
        if (call.type() != Frame.ARGUMENTS) {
            throw new SeraiException(
                    CommandErrors.PROTOCOL,
                    "A call begins with a frame of type A, and this one has type " + call.type());
        }
        List<String> fields = List.of(new String(call.payload(), StandardCharsets.UTF_8).split("\0", -1));
        if (fields.size() < 2) {
            throw new SeraiException(
                    CommandErrors.PROTOCOL, "A call has a working directory and 0 or 1 before its words, between NULs");
        }
        List<String> words = fields.subList(2, fields.size());
        if (shell.belongsElsewhere(words)) {
            out.send(Frame.RUN_LOCALLY, new byte[0]);
            return;
        }
        exit(run(workingDirectory(fields.getFirst()), fields.get(1).equals("1"), words));
    }

    private int run(Path directory, boolean terminal, List<String> words) {
        FrameInput input = new FrameInput();
        Thread.ofVirtual().name("serai-command-input").start(new InputReader(in, out, input, Thread.currentThread()));
        try (PrintStream output = printer(Frame.OUTPUT);
                PrintStream errors = printer(Frame.ERROR)) {
            return shell.run(words, new CommandStreams(input, output, errors, terminal, directory));
        } finally {
            input.end(); // lets the reader go; it ends for good when the connection is closed
        }
    }

    private PrintStream printer(char type) {
        return new PrintStream(
                new BufferedOutputStream(new FrameOutput(out, type), BUFFER), true, StandardCharsets.UTF_8);
    }

    private void exit(int status) throws IOException {
        out.send(Frame.EXIT, ByteBuffer.allocate(Integer.BYTES).putInt(status).array());
    }

    private static Path workingDirectory(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new SeraiException(CommandErrors.PROTOCOL, "The working directory is no path: " + text, e);
        }
    }
}
