package org.serai.runtime.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.serai.device.HardwareLimits;
import org.serai.device.HardwareProbe;

/**
 * Rounds in which the sides take turns at each work, so that whatever else the machine does meets both; its limits are
 * measured in each round, too.
 */
final class Rounds {
    /** Until the JVM has compiled what computes. */
    private static final int WARM_UPS = 3;

    private final Contender serai;
    private final Optional<? extends Contender> peer;
    private final Optional<HardwareProbe> probe;
    private final int threads;
    private HardwareLimits limits = HardwareLimits.UNKNOWN;

    /** @param probe measures the machine with some threads, where the device can */
    Rounds(Contender serai, Optional<? extends Contender> peer, Optional<HardwareProbe> probe, int threads) {
        this.serai = serai;
        this.peer = peer;
        this.probe = probe;
        this.threads = threads;
    }

    /** Hears what is done, for people who wait. */
    @FunctionalInterface
    interface Progress {
        void begins(int round, Work work);
    }

    /** Does all work once in each round, after it was done without a clock. */
    List<Figure> run(List<Work> works, int rounds, Progress progress) throws InterruptedException {
        for (Work work : works) {
            progress.begins(0, work);
            for (int i = 0; i < (work instanceof Work.Documents ? 1 : WARM_UPS); i++) {
                serai.run(work);
            }
        }
        List<Figure> figures = works.stream()
                .map(work -> new Figure(work, new ArrayList<>(), new ArrayList<>()))
                .toList();
        for (int round = 1; round <= rounds; round++) {
            probe.ifPresent(known -> limits = limits.best(known.measure(OptionalInt.of(threads))));
            for (Figure figure : figures) {
                progress.begins(round, figure.work());
                if (peer.isPresent()) {
                    add(peer.get().run(figure.work()), figure.peer());
                }
                add(serai.run(figure.work()), figure.serai());
            }
        }
        return figures;
    }

    private static void add(OptionalDouble rate, List<Double> rates) {
        rate.ifPresent(rates::add);
    }

    /** The best that was measured so far. */
    HardwareLimits limits() {
        return limits;
    }
}
