@NullMarked
package org.serai.connector.rest.openapi;

import org.jspecify.annotations.NullMarked;
