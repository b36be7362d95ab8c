/**
 * Aliases: the names that routes use for loaded models. An {@link org.serai.runtime.alias.Alias} keeps a model loaded as
 * its configuration says; its {@link org.serai.runtime.alias.Dispatcher} admits requests and hands them to the model.
 */
@NullMarked
package org.serai.runtime.alias;

import org.jspecify.annotations.NullMarked;
