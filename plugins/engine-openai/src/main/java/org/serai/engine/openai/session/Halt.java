package org.serai.engine.openai.session;

/** Why a generation is stopped from outside of the conversation with the server. */
enum Halt {
    /** Somebody does not want it any more. */
    CANCELLED,
    /** The request's own deadline passed. */
    DEADLINE,
    /** No first token came in time. */
    NO_FIRST_TOKEN,
    /** No further token came in time. */
    NO_NEXT_TOKEN,
    /** The whole took too long. */
    TOO_LONG
}
