/** Tests of the scripted engine. */
@NullMarked
package org.serai.it.scripted;

import org.jspecify.annotations.NullMarked;
