@NullMarked
package org.serai.connector.rest.routes;

import org.jspecify.annotations.NullMarked;
