/** The errors of the decoder engine. */
@NullMarked
package org.serai.engine.decoder.error;

import org.jspecify.annotations.NullMarked;
