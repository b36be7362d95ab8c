/** Health over HTTP. */
@NullMarked
package org.serai.connector.rest.health;

import org.jspecify.annotations.NullMarked;
