/** Management over HTTP: the commands of {@code bin/serai}. */
@NullMarked
package org.serai.connector.rest.management;

import org.jspecify.annotations.NullMarked;
