/**
 * Commands that show what a model really does: its tokens, its template, its answers, its perplexity. They read JSON
 * lines and write one JSON line for each, so that another tool's results can be compared with them.
 */
@NullMarked
package org.serai.runtime.inspect;

import org.jspecify.annotations.NullMarked;
