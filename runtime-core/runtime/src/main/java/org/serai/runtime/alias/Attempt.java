package org.serai.runtime.alias;

import org.jspecify.annotations.Nullable;

/**
 * One attempt to bring an alias to what is wanted.
 *
 * @param target what is to serve
 * @param swap the order that it comes from
 * @param instead what serves the same already: only better engines are tried; null where anything is tried
 * @param takesOver true where another model serves that is wanted no more
 */
record Attempt(Goal target, @Nullable Swap swap, @Nullable LoadedModel instead, boolean takesOver) {}
