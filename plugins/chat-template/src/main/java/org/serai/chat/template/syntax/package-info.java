/** From the source of a template to its syntax tree. */
@NullMarked
package org.serai.chat.template.syntax;

import org.jspecify.annotations.NullMarked;
