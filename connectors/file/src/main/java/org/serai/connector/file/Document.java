package org.serai.connector.file;

import java.nio.file.Path;

/**
 * A document as it was read.
 *
 * @param path from the inbox
 * @param state of the file when it was read
 * @param sha256 of its bytes, in hexadecimal digits
 * @param type what it is
 * @param text what is in it
 */
record Document(Path path, FileState state, String sha256, DocumentType type, String text) {}
