/**
 * The result ledger: each answer is stored under what it was made for and of, and a repetition gets it without inference.
 *
 * <p>An entry is claimed before the work begins and done when the answer is stored. A claim has a lease, which its owner
 * renews; where the owner is gone, whoever repeats the work takes the claim over. The first answer that is stored is the
 * one that counts.
 */
@NullMarked
package org.serai.runtime.ledger;

import org.jspecify.annotations.NullMarked;
