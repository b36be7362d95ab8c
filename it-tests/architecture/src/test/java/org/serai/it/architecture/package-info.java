/** The rules of the architecture, as tests without exemptions. */
@NullMarked
package org.serai.it.architecture;

import org.jspecify.annotations.NullMarked;
