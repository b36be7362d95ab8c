package org.serai.runtime.bench;

import java.nio.file.Path;

/**
 * Another engine that is measured in the same rounds.
 *
 * @param name as it was given, and as it stands above its figures
 * @param program llama-bench, or one that takes the same options and answers in the same form
 */
record Peer(String name, Path program) {}
