/** The {@code serai:} component: models as a step of a route. */
@NullMarked
package org.serai.camel.component;

import org.jspecify.annotations.NullMarked;
