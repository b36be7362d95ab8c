@NullMarked
package org.serai.connector.file;

import org.jspecify.annotations.NullMarked;
