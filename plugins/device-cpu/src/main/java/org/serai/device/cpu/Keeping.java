package org.serai.device.cpu;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.serai.device.DerivedData;
import org.serai.device.cpu.kept.WeightFolder;
import org.serai.device.cpu.kernel.Kernels;
import org.serai.error.SeraiException;

/**
 * How packed weights are kept on the disk for the next process.
 *
 * @param limit bytes of all models together; 0 to keep none
 * @param pause how long a session lives before its weights are written: there is more urgent work where a process starts,
 *     and one that ends soon shall leave no file
 */
record Keeping(long limit, Duration pause) {
    static final Keeping NOTHING = new Keeping(0, Duration.ZERO);

    private static final Duration PAUSE = Duration.ofSeconds(10);

    /** @throws SeraiException where the limit is below 0 */
    static Keeping ofMebibytes(int limit) {
        if (limit < 0) {
            throw new SeraiException(
                    CpuErrors.CONFIGURATION, "keepMebibytes = " + limit + " is below 0, which would keep nothing");
        }
        return new Keeping((long) limit << 20, PAUSE);
    }

    /**
     * Where the weights of one model are kept.
     *
     * @param file may be missing yet
     * @param key says what is in it: the model's digest and the layout
     * @param folder the folder of the file
     * @param pause before it is written
     */
    record Place(Path file, String key, WeightFolder folder, Duration pause) {}

    /** Empty where nothing is kept. */
    Optional<Place> place(Kernels kernels, Optional<DerivedData> derived) {
        if (limit == 0) {
            return Optional.empty();
        }
        return derived.flatMap(data -> kernels.layout().map(layout -> {
            String mark = CpuDevice.CPU + "-";
            return new Place(
                    data.file(mark + layout),
                    data.digest() + " " + layout,
                    new WeightFolder(data.folder(), "." + mark, limit),
                    pause);
        }));
    }
}
