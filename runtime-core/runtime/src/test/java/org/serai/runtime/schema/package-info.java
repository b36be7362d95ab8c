@NullMarked
package org.serai.runtime.schema;

import org.jspecify.annotations.NullMarked;
