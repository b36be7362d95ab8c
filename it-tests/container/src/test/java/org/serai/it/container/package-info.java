/** The bundles of the real distribution in a real framework; the tests run inside it. */
@NullMarked
package org.serai.it.container;

import org.jspecify.annotations.NullMarked;
