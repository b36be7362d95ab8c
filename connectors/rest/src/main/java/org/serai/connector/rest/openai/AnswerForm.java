package org.serai.connector.rest.openai;

import java.io.IOException;
import java.util.List;
import org.serai.connector.rest.http.HttpFailure;
import org.serai.engine.GenerationListener.Chunk;
import org.serai.engine.GenerationResult;

/** How an endpoint of the OpenAI API writes what generations gave. */
interface AnswerForm {

    /**
     * The answer in one piece.
     *
     * @param results one for each generation of the call
     */
    Object whole(List<GenerationResult> results);

    /** The argument by which this endpoint is asked for answers of a format. */
    default String formatArgument() {
        return "response_format";
    }

    /** Begins to write the answer as it comes. */
    Streamed stream(EventSink sink);

    /** An answer that is written as it comes. Used by one thread. */
    interface Streamed {
        /** The generations were accepted. */
        void begin() throws IOException;

        /** A generation went on. */
        void piece(int choice, Chunk chunk) throws IOException;

        /** A generation ended; all its text was given to {@link #piece}. */
        void ended(int choice, GenerationResult result) throws IOException;

        /** All generations ended well. */
        void finish(List<GenerationResult> results) throws IOException;

        /** The answer stays incomplete. */
        void fail(HttpFailure failure) throws IOException;
    }
}
