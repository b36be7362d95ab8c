/** Who may call, and how often: API keys, their command, and limits of rate. */
@NullMarked
package org.serai.connector.rest.security;

import org.jspecify.annotations.NullMarked;
