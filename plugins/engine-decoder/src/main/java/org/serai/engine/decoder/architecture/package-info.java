/** Families of decoder models, each written once against the operations of a device. */
@NullMarked
package org.serai.engine.decoder.architecture;

import org.jspecify.annotations.NullMarked;
