/** What loaded models take of memory, and what they may take. */
@NullMarked
package org.serai.runtime.memory;

import org.jspecify.annotations.NullMarked;
