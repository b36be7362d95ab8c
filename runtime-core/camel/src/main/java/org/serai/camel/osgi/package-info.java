/** The bridge between Camel and OSGi: components of other bundles come and go while contexts run. */
@NullMarked
package org.serai.camel.osgi;

import org.jspecify.annotations.NullMarked;
