/** Whether this instance lives and is ready, by signs of real work. */
@NullMarked
package org.serai.runtime.health;

import org.jspecify.annotations.NullMarked;
