/** Chat templates in the Jinja dialect of the model hubs, by an interpreter of its own. */
@NullMarked
package org.serai.chat.template;

import org.jspecify.annotations.NullMarked;
