/** Continuous batching: many sequences share one model and one paged KV cache. */
@NullMarked
package org.serai.engine.decoder.scheduling;

import org.jspecify.annotations.NullMarked;
