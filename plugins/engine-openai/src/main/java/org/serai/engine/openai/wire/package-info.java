/** The OpenAI protocol: requests as they are written, streams as they are read. */
@NullMarked
package org.serai.engine.openai.wire;

import org.jspecify.annotations.NullMarked;
