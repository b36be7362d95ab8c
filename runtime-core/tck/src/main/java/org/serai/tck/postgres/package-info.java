/** A real PostgreSQL for tests, where the machine has one. */
@NullMarked
package org.serai.tck.postgres;

import org.jspecify.annotations.NullMarked;
