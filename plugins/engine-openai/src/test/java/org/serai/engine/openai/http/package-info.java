@NullMarked
package org.serai.engine.openai.http;

import org.jspecify.annotations.NullMarked;
