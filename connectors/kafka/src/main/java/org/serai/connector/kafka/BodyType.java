package org.serai.connector.kafka;

/** What the body of a consumed record is. The names are values of an option. */
public enum BodyType {
    /** Text, from UTF-8. */
    string,
    /** The bytes as they are. */
    bytes,
    /** Maps, lists, text, numbers: the value read as JSON. */
    json
}
