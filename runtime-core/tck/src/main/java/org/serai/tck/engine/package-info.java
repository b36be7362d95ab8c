/** What every engine owes its callers, a contract to a file. */
@NullMarked
package org.serai.tck.engine;

import org.jspecify.annotations.NullMarked;
