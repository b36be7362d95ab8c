@NullMarked
package org.serai.engine.decoder;

import org.jspecify.annotations.NullMarked;
