package org.serai.runtime.bench;

import java.util.List;
import java.util.Optional;
import org.serai.device.HardwareLimits;

/**
 * What was measured.
 *
 * @param model name or path, as it was given
 * @param digest of the model
 * @param type its quantisation
 * @param device with the kernels in use
 * @param peer empty where there was none
 */
record BenchReport(
        String model,
        String digest,
        String type,
        ModelWeights weights,
        String device,
        int threads,
        int rounds,
        HardwareLimits limits,
        Optional<Peer> peer,
        List<Figure> figures) {
    Optional<Roofline.Bound> bound(Figure figure) {
        return new Roofline(limits, weights).bound(figure.work());
    }
}
