/** Route files: checked first, then switched, while everything else keeps running. */
@NullMarked
package org.serai.camel.routes;

import org.jspecify.annotations.NullMarked;
