package org.serai.tck.engine;

import org.serai.engine.InferenceEngine;
import org.serai.engine.ModelReference;
import org.serai.engine.ModelSession;
import org.serai.engine.Prompt;

/**
 * What a contract is held against: an engine, and a model that goes on for at least {@link Asking#CONTEXT} tokens when its end
 * token is ignored.
 */
public interface EngineUnderTest {
    /** The engine. */
    InferenceEngine engine();

    /** A model that it can run. */
    ModelReference model();

    /** A prompt of at least two and at most eight tokens. */
    Prompt prompt();

    /** Another one, with another answer. */
    Prompt otherPrompt();

    /** An engine of the same kind that can be made to break down; the caller closes it. */
    FragileEngine fragile() throws Exception;

    /** The session of the test that is under way, with {@link Asking#options()}. */
    ModelSession session();

    /**
     * True for an engine in front of a server. It owes the same, but for what only they know who have the model's file: its
     * digest, its memory, how many tokens a text will be, the ids of tokens, and at once that a request cannot be.
     */
    default boolean isRemote() {
        return false;
    }

    /** False where a server has more context than sessions are opened with, so that only it can say where an answer ends. */
    default boolean isContextExact() {
        return true;
    }

    /** How requests are made and met in these contracts. */
    default Asking ask() {
        return new Asking(this);
    }
}
