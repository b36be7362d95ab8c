package org.serai.engine;

import java.util.Locale;

/** Why a generation ended. */
public enum FinishReason {
    /** The model ended its answer, or a stop string came. */
    STOP,
    /** The limit of tokens, or the context, was reached. */
    LENGTH,
    /** It only repeated itself, and was stopped by the alias; no engine says this. */
    LOOP,
    /** Somebody cancelled it. */
    CANCELLED,
    /** Its deadline passed or it failed. */
    ERROR;

    /** The lower-case form of wire formats, such as {@code stop}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
