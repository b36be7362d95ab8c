@NullMarked
package org.serai.connector.rest.security;

import org.jspecify.annotations.NullMarked;
