/** What can go wrong with a server. */
@NullMarked
package org.serai.engine.openai.error;

import org.jspecify.annotations.NullMarked;
