/** Golden prompts: what a model must answer before it may serve an alias. */
@NullMarked
package org.serai.runtime.golden;

import org.jspecify.annotations.NullMarked;
