@NullMarked
package org.serai.camel.docs;

import org.jspecify.annotations.NullMarked;
