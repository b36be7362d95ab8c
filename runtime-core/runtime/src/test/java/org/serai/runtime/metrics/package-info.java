@NullMarked
package org.serai.runtime.metrics;

import org.jspecify.annotations.NullMarked;
