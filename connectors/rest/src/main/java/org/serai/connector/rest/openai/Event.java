package org.serai.connector.rest.openai;

import org.serai.engine.GenerationListener.Chunk;
import org.serai.engine.GenerationResult;

/** Something that happened to the generations of an inquiry. */
sealed interface Event {
    /** A generation went on. */
    record Piece(int choice, Chunk chunk) implements Event {}

    /** A generation ended. */
    record Ended(int choice, GenerationResult result) implements Event {}

    /** A generation failed. */
    record Failed(Throwable problem) implements Event {}

    /** Nobody waits for the answer any more. */
    record Abandoned() implements Event {}
}
