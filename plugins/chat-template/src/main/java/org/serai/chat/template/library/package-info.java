/** What templates can call: filters, tests, global functions, and methods of strings and mappings. */
@NullMarked
package org.serai.chat.template.library;

import org.jspecify.annotations.NullMarked;
