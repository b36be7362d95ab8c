/** Evaluates syntax trees. */
@NullMarked
package org.serai.chat.template.render;

import org.jspecify.annotations.NullMarked;
