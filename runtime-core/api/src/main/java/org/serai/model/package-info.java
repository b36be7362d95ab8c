/** Model files and what is in them: metadata, tensors, tokenizers and chat templates. */
@Export
@Version("1.0.0")
@NullMarked
package org.serai.model;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
