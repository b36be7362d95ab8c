/** The built distribution as a process, for the tests of several modules. */
@NullMarked
package org.serai.it.support;

import org.jspecify.annotations.NullMarked;
