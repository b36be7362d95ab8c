@NullMarked
package org.serai.connector.rest.openai;

import org.jspecify.annotations.NullMarked;
