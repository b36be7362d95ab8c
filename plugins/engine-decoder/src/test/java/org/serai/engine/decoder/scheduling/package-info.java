@NullMarked
package org.serai.engine.decoder.scheduling;

import org.jspecify.annotations.NullMarked;
