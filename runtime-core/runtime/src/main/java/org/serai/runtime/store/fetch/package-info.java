/** Brings the files of models from where they are: a model hub, a web server, this machine, Python wheels. */
@NullMarked
package org.serai.runtime.store.fetch;

import org.jspecify.annotations.NullMarked;
