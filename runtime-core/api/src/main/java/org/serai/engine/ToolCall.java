package org.serai.engine;

/**
 * A tool that the model wants called.
 *
 * @param id the model's name for this call, which the answer of the tool repeats
 * @param name the tool
 * @param arguments what to call it with: JSON as the model wrote it, which nobody checked
 */
public record ToolCall(String id, String name, String arguments) {}
