/** Tokenizers built from the metadata of a model file: byte-level BPE and SentencePiece BPE. */
@NullMarked
package org.serai.tokenizer;

import org.jspecify.annotations.NullMarked;
