@NullMarked
package org.serai.runtime.store;

import org.jspecify.annotations.NullMarked;
