package org.serai.engine;

/** A loaded model. Thread-safe: requests from any thread are queued and batched. */
public interface ModelSession extends AutoCloseable {
    /** What is loaded, where, and with which limits. */
    SessionInfo info();

    /** How much of it is in use now. Cheap enough to be asked each second. */
    SessionUsage usage();

    /**
     * Counts the tokens that the request's prompt takes, exactly as {@link #generate} would feed them. Where only a server
     * could tell, it is an estimate of at most {@link SessionInfo#context()}.
     *
     * @throws org.serai.error.SeraiException where the prompt cannot be rendered
     */
    int countPromptTokens(GenerateRequest request);

    /**
     * Starts a generation and returns at once. What can be refused by looking at the request (a prompt that does not
     * fit, a parameter that is not supported, an expired deadline) is thrown here; what fails later completes
     * {@link Generation#result()} exceptionally.
     *
     * @param listener is called from one thread at a time, in order, and never after the result is complete; it must
     *     not block, and what it throws cancels the generation
     * @throws org.serai.error.ContextExceededException where the prompt has more tokens than the context
     */
    Generation generate(GenerateRequest request, GenerationListener listener);

    /**
     * Says that requests will come. A session whose first request would be slow gets ready in the background then, for some
     * seconds at most, and gives way to every request. Returns at once.
     */
    default void warmUp() {}

    /** Cancels what is running, waits for it to stop, and frees every byte. Idempotent. */
    @Override
    void close();
}
