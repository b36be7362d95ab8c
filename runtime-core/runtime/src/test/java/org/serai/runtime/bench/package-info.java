@NullMarked
package org.serai.runtime.bench;

import org.jspecify.annotations.NullMarked;
