@NullMarked
package org.serai.engine.openai.wire;

import org.jspecify.annotations.NullMarked;
