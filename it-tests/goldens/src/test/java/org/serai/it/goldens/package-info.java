/** The whole of a model's way from file to answer, against reference answers. */
@NullMarked
package org.serai.it.goldens;

import org.jspecify.annotations.NullMarked;
