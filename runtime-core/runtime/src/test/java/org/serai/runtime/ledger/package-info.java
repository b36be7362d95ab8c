@NullMarked
package org.serai.runtime.ledger;

import org.jspecify.annotations.NullMarked;
