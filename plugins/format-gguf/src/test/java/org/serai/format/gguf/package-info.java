@NullMarked
package org.serai.format.gguf;

import org.jspecify.annotations.NullMarked;
