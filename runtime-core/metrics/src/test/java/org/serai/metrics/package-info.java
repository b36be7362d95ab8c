@NullMarked
package org.serai.metrics;

import org.jspecify.annotations.NullMarked;
