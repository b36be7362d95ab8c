package org.serai.connector.rest.http;

/** Answers calls of one operation. Thread-safe. */
@FunctionalInterface
public interface Handler {
    /**
     * Answers a call. Runs in a virtual thread of its own and may block as long as {@link Call#deadline} allows; the
     * answer is complete when it returns.
     *
     * @throws Exception becomes an error answer in the operation's {@link ErrorFormat}, unless the answer has begun
     */
    void handle(Call call) throws Exception;
}
