package org.serai.engine.openai.wire;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A server sends something that is not the protocol. The message says what, as the end of a sentence. */
public final class MalformedStreamException extends IOException {
    private static final long serialVersionUID = 1L;

    MalformedStreamException(String what, @Nullable Throwable cause) {
        super(what, cause);
    }
}
