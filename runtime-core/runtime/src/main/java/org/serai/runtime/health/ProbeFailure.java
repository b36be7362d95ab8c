package org.serai.runtime.health;

import java.time.Instant;

/** A probe that an alias could not answer. */
record ProbeFailure(Instant at, String reason) {}
