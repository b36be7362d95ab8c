package org.serai.engine.decoder.scheduling;

import org.serai.engine.decoder.error.DecoderErrors;
import org.serai.error.SeraiException;

/** Turns what went wrong in a pass into what a request is told. */
final class Failures {
    private Failures() {}

    static SeraiException of(Throwable cause) {
        if (cause instanceof SeraiException known) {
            return known;
        }
        return new SeraiException(
                DecoderErrors.COMPUTATION_FAILED,
                "The computation failed under this request: " + cause
                        + ". Other requests go on. If it happens again with the same request, report it with the log.",
                cause);
    }
}
