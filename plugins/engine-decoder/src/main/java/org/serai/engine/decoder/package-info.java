/** The in-process engine: loads a model onto a device and serves requests from it. */
@NullMarked
package org.serai.engine.decoder;

import org.jspecify.annotations.NullMarked;
