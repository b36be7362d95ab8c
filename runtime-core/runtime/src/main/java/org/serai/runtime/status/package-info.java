/** What {@code serai status} reports. */
@NullMarked
package org.serai.runtime.status;

import org.jspecify.annotations.NullMarked;
