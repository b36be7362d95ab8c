/** The {@code serai-rest:} component, and the operations by which its routes are called. */
@NullMarked
package org.serai.connector.rest.routes;

import org.jspecify.annotations.NullMarked;
