/** HTTP: {@code rest.server} listens, {@code rest.http} is what its operations are built on. */
@NullMarked
package org.serai.connector.rest;

import org.jspecify.annotations.NullMarked;
