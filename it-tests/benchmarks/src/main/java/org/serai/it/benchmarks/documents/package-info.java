/** Documents through a file route, beside Camel's own file route that posts each to llama-server. */
@NullMarked
package org.serai.it.benchmarks.documents;

import org.jspecify.annotations.NullMarked;
