/** The model store: where model files lie, where they come from, and how they are checked. */
@NullMarked
package org.serai.runtime.store;

import org.jspecify.annotations.NullMarked;
