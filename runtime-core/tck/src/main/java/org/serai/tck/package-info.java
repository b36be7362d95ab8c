/** Contract tests of every SPI: a plugin's own tests extend them. */
@NullMarked
package org.serai.tck;

import org.jspecify.annotations.NullMarked;
