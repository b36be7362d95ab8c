/** The description of what is served. */
@NullMarked
package org.serai.connector.rest.openapi;

import org.jspecify.annotations.NullMarked;
