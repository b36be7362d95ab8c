@NullMarked
package org.serai.engine.openai;

import org.jspecify.annotations.NullMarked;
