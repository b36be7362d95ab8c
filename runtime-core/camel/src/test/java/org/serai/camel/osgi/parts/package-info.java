/** What test bundles bring to Camel. */
@NullMarked
package org.serai.camel.osgi.parts;

import org.jspecify.annotations.NullMarked;
