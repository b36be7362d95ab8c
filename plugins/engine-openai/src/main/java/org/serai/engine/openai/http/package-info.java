/** The connection to a server. */
@NullMarked
package org.serai.engine.openai.http;

import org.jspecify.annotations.NullMarked;
