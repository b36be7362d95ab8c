@NullMarked
package org.serai.runtime.store.fetch;

import org.jspecify.annotations.NullMarked;
