package org.serai.runtime.bench;

import java.util.OptionalDouble;

/** Somebody who does the work, ready to begin. */
interface Contender {
    /** Does the work once, and gives its rate in the {@linkplain Work#unit unit} of the work; empty where it cannot be done. */
    OptionalDouble run(Work work) throws InterruptedException;
}
