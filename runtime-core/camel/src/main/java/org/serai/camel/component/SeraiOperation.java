package org.serai.camel.component;

/** What a {@code serai:} endpoint asks of the model. The names are those of the endpoint's path. */
public enum SeraiOperation {
    /** An answer to a conversation, rendered by the model's own chat template. */
    chat,
    /** The continuation of a text as it is. */
    complete
}
