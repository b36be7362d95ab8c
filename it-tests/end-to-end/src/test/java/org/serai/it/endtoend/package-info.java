/** The distribution as users run it: a process with a home folder, driven by its command line. */
@NullMarked
package org.serai.it.endtoend;

import org.jspecify.annotations.NullMarked;
