/** Speed of the engine beside llama.cpp. */
@NullMarked
package org.serai.it.benchmarks;

import org.jspecify.annotations.NullMarked;
