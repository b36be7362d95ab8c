@NullMarked
package org.serai.runtime.deadletter;

import org.jspecify.annotations.NullMarked;
