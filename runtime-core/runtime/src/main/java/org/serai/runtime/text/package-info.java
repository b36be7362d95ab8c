/** Small helpers for what people read. */
@NullMarked
package org.serai.runtime.text;

import org.jspecify.annotations.NullMarked;
