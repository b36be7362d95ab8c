package org.serai.it.benchmarks.documents;

/** @param name of its file */
record Document(String name, String text) {}
