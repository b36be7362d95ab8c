@NullMarked
package org.serai.runtime.health;

import org.jspecify.annotations.NullMarked;
