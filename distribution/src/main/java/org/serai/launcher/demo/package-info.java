/** The demo: lays the sample documents into the inboxes of the demo's routes and shows each answer beside its document. */
@NullMarked
package org.serai.launcher.demo;

import org.jspecify.annotations.NullMarked;
