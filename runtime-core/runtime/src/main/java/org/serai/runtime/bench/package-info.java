/** {@code serai bench}: how fast a model is here, beside the machine's limits and beside llama.cpp. */
@NullMarked
package org.serai.runtime.bench;

import org.jspecify.annotations.NullMarked;
