/** Every engine held against the same contracts. */
@NullMarked
package org.serai.it.contracts;

import org.jspecify.annotations.NullMarked;
