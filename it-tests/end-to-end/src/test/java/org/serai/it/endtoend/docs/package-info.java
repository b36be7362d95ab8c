/** Runs every snippet of the documentation; {@code docs/testing.md} says how a page marks what a snippet is. */
@NullMarked
package org.serai.it.endtoend.docs;

import org.jspecify.annotations.NullMarked;
