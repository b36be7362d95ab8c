@NullMarked
package org.serai.engine.decoder.sampling;

import org.jspecify.annotations.NullMarked;
