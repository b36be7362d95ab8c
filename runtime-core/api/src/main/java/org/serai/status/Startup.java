package org.serai.status;

import java.time.Duration;
import java.util.List;

/**
 * A part of an instance whose start goes on after its bundle is active, because it takes files and waits for others. An
 * OSGi service (whiteboard): an instance is told to be ready when each of these has settled. Thread-safe.
 */
@FunctionalInterface
public interface Startup {
    /**
     * Waits until everything that its files want works or has said why it does not. Called when all aliases are ready or
     * have failed.
     *
     * @param patience how long to wait at most
     * @return a line for each thing that does not work, with the reason; empty where all is well
     */
    List<String> await(Duration patience) throws InterruptedException;
}
