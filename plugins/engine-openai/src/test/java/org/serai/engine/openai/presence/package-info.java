@NullMarked
package org.serai.engine.openai.presence;

import org.jspecify.annotations.NullMarked;
