package org.serai.launcher.demo;

/**
 * What became of a document.
 *
 * @param title the document, such as {@code letters/roof-repair.txt}
 * @param document what is in it
 * @param answer the answer, or the reason why there is none
 * @param answered true for an answer
 * @param figures tokens and times in words
 */
record Result(String title, String document, String answer, boolean answered, String figures) {}
