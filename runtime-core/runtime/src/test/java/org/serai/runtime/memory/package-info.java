@NullMarked
package org.serai.runtime.memory;

import org.jspecify.annotations.NullMarked;
