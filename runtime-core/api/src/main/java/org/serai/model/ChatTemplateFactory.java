package org.serai.model;

/** Compiles the chat templates of models. A plugin provides one as an OSGi service. Thread-safe. */
public interface ChatTemplateFactory {
    /**
     * Compiles a template in the Jinja dialect of the model hubs.
     *
     * @throws org.serai.error.SeraiException where the source does not parse, with the line
     */
    ChatTemplate compile(String source);
}
