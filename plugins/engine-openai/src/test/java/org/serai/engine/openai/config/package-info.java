@NullMarked
package org.serai.engine.openai.config;

import org.jspecify.annotations.NullMarked;
