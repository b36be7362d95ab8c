@NullMarked
package org.serai.connector.rest.server;

import org.jspecify.annotations.NullMarked;
