package org.serai.device.cpu;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.serai.device.cpu.kept.WeightFileWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what the next start or a long life of this one gains from, in a thread of its own, once there is time. */
final class Keeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);

    private final Thread thread;

    private Keeper(Thread thread) {
        this.thread = thread;
    }

    /** What is done, until it is interrupted. */
    private interface Work {
        void run() throws IOException;
    }

    /** Writes packed weights, after a pause. What cannot be written is told as a warning: the next process packs again. */
    static Keeper write(Keeping.Place place, List<WeightFileWriter.Image> images) {
        Path file = place.file();
        return start(
                place,
                () -> {
                    if (!Files.exists(file)) {
                        place.folder().makeRoom(WeightFileWriter.bytes(images));
                        WeightFileWriter.write(file, place.key(), images);
                        LOG.info("The packed weights are in {} for the next start", file);
                    }
                },
                e -> LOG.warn(
                        "The packed weights cannot be kept in {}, so that the next start has to pack them again: {}. Make"
                                + " room, or let nothing be kept with keepMebibytes = 0 in org.serai.device.cpu",
                        file,
                        reason(e)));
    }

    /** Moves kept weights to where decoding takes the least time, after a pause. */
    static Keeper move(Keeping.Place place, KeptWeights kept) {
        return start(
                place,
                kept::moveToHugePages,
                e -> LOG.warn("It is not known whether the weights in {} are in huge pages", place.file(), e));
    }

    private static Keeper start(Keeping.Place place, Work work, Consumer<IOException> onFailure) {
        Thread thread = Thread.ofPlatform()
                .name("serai-cpu-keep")
                .daemon()
                .priority(Thread.MIN_PRIORITY)
                .unstarted(() -> {
                    try {
                        Thread.sleep(place.pause());
                        work.run();
                    } catch (InterruptedException | ClosedByInterruptException e) {
                        LOG.debug("The session of {} was closed before all was done", place.file());
                    } catch (IOException e) {
                        onFailure.accept(e);
                    }
                });
        thread.start();
        return new Keeper(thread);
    }

    private static String reason(IOException e) {
        String message = String.valueOf(e.getMessage());
        return e.getClass() == IOException.class ? message : e.getClass().getSimpleName() + " " + message;
    }

    /** Waits until all is done, or cannot be. */
    void await() throws InterruptedException {
        thread.join();
    }

    /** Stops; when this returns, nothing is read any more. */
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
