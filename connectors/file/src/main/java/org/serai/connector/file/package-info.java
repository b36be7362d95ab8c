/**
 * The {@code serai-file:} component: documents dropped into a folder go through a route, and the answers come out beside
 * their provenance.
 *
 * <h2>What a crash leaves, and what becomes of it</h2>
 *
 * A document stays in the inbox until its outcome is on the disk. The steps and what a {@code kill -9} after each finds:
 *
 * <ol>
 *   <li>The document is read and the route works on it. Nothing is on the disk but the document: it is worked on again.
 *   <li>The outcome (answer and sidecar, or the reason of a failure) is written under hidden names beside its target and
 *       forced to the disk. The hidden files are deleted at the next start, and the document is worked on again.
 *   <li>A record in the journal, {@code inbox/.serai/journal}, names the hidden files, their targets and the document, and
 *       is forced to the disk. From here on the document is decided: the next start carries the record out and does not
 *       ask the route again.
 *   <li>The hidden files get their names, the sidecar first; a rename is atomic. A name that is taken is never
 *       overwritten. Carrying the record out again skips what is done already.
 *   <li>The document is renamed into {@code inbox/.serai/taken}, and only then compared with what was read, so that a newer
 *       document of the same name, which its producer put there meanwhile, is seen and given back to the inbox.
 *   <li>The document is renamed into its last folder, or deleted, and the record is deleted.
 * </ol>
 *
 * A document that failed and is replayed goes the same way. It lies in the folder of failed documents instead of the inbox,
 * and is renamed to a hidden name there; the record of its failure is deleted just before, while the document still holds
 * the name.
 *
 * @see org.serai.connector.file.Journal
 * @see org.serai.connector.file.Delivery
 */
@NullMarked
package org.serai.connector.file;

import org.jspecify.annotations.NullMarked;
