/** The REST connector in the real distribution, with the clients that people use. */
@NullMarked
package org.serai.it.rest;

import org.jspecify.annotations.NullMarked;
