@NullMarked
package org.serai.camel.runtime;

import org.jspecify.annotations.NullMarked;
