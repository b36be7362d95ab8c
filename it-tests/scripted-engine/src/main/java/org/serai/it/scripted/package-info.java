/** An engine that does at once what the prompt tells it to, for tests in which inference is not the point. */
@NullMarked
package org.serai.it.scripted;

import org.jspecify.annotations.NullMarked;
