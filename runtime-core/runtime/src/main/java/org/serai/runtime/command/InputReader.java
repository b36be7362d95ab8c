package org.serai.runtime.command;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.serai.error.SeraiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries the caller's input to the command, and interrupts the command where the caller goes away. */
final class InputReader implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(InputReader.class);

    private final DataInputStream in;
    private final FrameWriter out;
    private final FrameInput input;
    private final Thread command;

    InputReader(DataInputStream in, FrameWriter out, FrameInput input, Thread command) {
        this.in = in;
        this.out = out;
        this.input = input;
        this.command = command;
    }

    @Override
    public void run() {
        try {
            for (Optional<Frame> frame = Frame.read(in); frame.isPresent(); frame = Frame.read(in)) {
                accept(frame.get());
            }
        } catch (IOException e) {
            LOG.debug("The caller of a command went away", e);
        } catch (SeraiException e) {
            LOG.warn("The caller of a command broke the protocol: {}", e.getMessage());
        } catch (InterruptedException e) {
            LOG.debug("The reader of a command's input was interrupted", e);
        } finally {
            input.end();
            command.interrupt();
        }
    }

    private void accept(Frame frame) throws IOException, InterruptedException {
        if (frame.type() != Frame.INPUT) {
            throw new SeraiException(
                    CommandErrors.PROTOCOL,
                    "After the call come frames of type I, and this one has type " + frame.type());
        }
        if (frame.payload().length == 0) {
            input.end();
            return;
        }
        while (!input.offer(frame.payload(), 1, TimeUnit.SECONDS)) {
            // Nothing is read while the command does not keep up: only writing shows whether the caller is still there.
            out.send(Frame.ERROR, new byte[0]);
        }
    }
}
