/** What runs in an instance: the context, the store of routes, and their ties to the rest of the runtime. */
@NullMarked
package org.serai.camel.runtime;

import org.jspecify.annotations.NullMarked;
