package org.serai.delivery;

/**
 * Makes the places known where connectors keep dead letters, so that they are listed and replayed. An OSGi service of the
 * runtime; thread-safe.
 */
@FunctionalInterface
public interface DeadLetterRegistry {
    /**
     * Offers letters, as an OSGi service, until they are taken back.
     *
     * @return takes them back; to be called once
     */
    Runnable offer(DeadLetters letters);
}
