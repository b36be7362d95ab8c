/** The values that templates work on, with the behaviour of their Python counterparts. */
@NullMarked
package org.serai.chat.template.value;

import org.jspecify.annotations.NullMarked;
