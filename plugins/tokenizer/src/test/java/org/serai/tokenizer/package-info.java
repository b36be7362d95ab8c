@NullMarked
package org.serai.tokenizer;

import org.jspecify.annotations.NullMarked;
