package org.serai.device.cpu;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.serai.device.cpu.kept.WeightFileWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes packed weights to their file, in a thread of its own, for the next process. */
final class Keeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);

    private final Thread thread;

    private Keeper(Thread thread) {
        this.thread = thread;
    }

    /** Begins to write, after a pause. What cannot be written is told as a warning: the next process packs again. */
    static Keeper start(Keeping.Place place, List<WeightFileWriter.Image> images) {
        Thread thread = Thread.ofPlatform()
                .name("serai-cpu-keep")
                .daemon()
                .priority(Thread.MIN_PRIORITY)
                .unstarted(() -> keep(place, images));
        thread.start();
        return new Keeper(thread);
    }

    private static void keep(Keeping.Place place, List<WeightFileWriter.Image> images) {
        Path file = place.file();
        try {
            Thread.sleep(place.pause());
            if (!Files.exists(file)) {
                place.folder().makeRoom(WeightFileWriter.bytes(images));
                WeightFileWriter.write(file, place.key(), images);
                LOG.info("The packed weights are in {} for the next start", file);
            }
        } catch (InterruptedException | ClosedByInterruptException e) {
            LOG.debug("{} was not written: its session is closed", file);
        } catch (IOException e) {
            LOG.warn(
                    "The packed weights cannot be kept in {}, so that the next start has to pack them again: {}. Make"
                            + " room, or let nothing be kept with keepMebibytes = 0 in org.serai.device.cpu",
                    file,
                    reason(e));
        }
    }

    private static String reason(IOException e) {
        String message = String.valueOf(e.getMessage());
        return e.getClass() == IOException.class ? message : e.getClass().getSimpleName() + " " + message;
    }

    /** Waits until the file is written, or cannot be. */
    void await() throws InterruptedException {
        thread.join();
    }

    /** Stops writing; when this returns, nothing is read any more. */
    @Override
    public void close() {
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
