@NullMarked
package org.serai.connector.rest.management;

import org.jspecify.annotations.NullMarked;
