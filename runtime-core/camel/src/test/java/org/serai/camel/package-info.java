/** What the tests of this module share. */
@NullMarked
package org.serai.camel;

import org.jspecify.annotations.NullMarked;
