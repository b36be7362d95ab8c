/** JSON Schema: whether an answer has the form that is asked for. */
@NullMarked
package org.serai.runtime.schema;

import org.jspecify.annotations.NullMarked;
