@NullMarked
package org.serai.runtime.golden;

import org.jspecify.annotations.NullMarked;
