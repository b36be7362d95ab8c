/**
 * The OpenAI API on top of aliases: {@code /v1/models}, chat and text completions, embeddings and responses.
 *
 * <p>An HTTP request is read strictly into {@link org.serai.engine.GenerateRequest}s: an argument that would not be
 * honoured is refused by name. The answer is written whole or as server-sent events. {@code docs/openai-api.md} is the
 * page for users.
 */
@NullMarked
package org.serai.connector.rest.openai;

import org.jspecify.annotations.NullMarked;
