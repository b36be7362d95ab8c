/** A server that speaks the OpenAI protocol as an engine. */
@NullMarked
package org.serai.engine.openai;

import org.jspecify.annotations.NullMarked;
