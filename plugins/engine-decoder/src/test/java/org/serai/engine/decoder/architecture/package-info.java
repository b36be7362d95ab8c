@NullMarked
package org.serai.engine.decoder.architecture;

import org.jspecify.annotations.NullMarked;
