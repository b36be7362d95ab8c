package org.serai.format.gguf;

/**
 * Where a metadata value lies; it is decoded when somebody asks for it.
 *
 * @param type the type of the value, or of the elements of an array
 * @param array whether it is an array
 * @param offset where the (first) value begins
 * @param count elements; 1 where it is no array
 */
record MetadataValue(ValueType type, boolean array, long offset, int count) {
    String typeName() {
        return array ? type + "[" + count + "]" : type.toString();
    }
}
