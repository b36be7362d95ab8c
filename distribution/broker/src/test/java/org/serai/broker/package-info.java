@NullMarked
package org.serai.broker;

import org.jspecify.annotations.NullMarked;
