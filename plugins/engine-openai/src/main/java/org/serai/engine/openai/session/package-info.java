/** Requests on their way to a server and back. */
@NullMarked
package org.serai.engine.openai.session;

import org.jspecify.annotations.NullMarked;
