/** The HTTP server: its address and certificate, and what every request passes before it reaches an operation. */
@NullMarked
package org.serai.connector.rest.server;

import org.jspecify.annotations.NullMarked;
