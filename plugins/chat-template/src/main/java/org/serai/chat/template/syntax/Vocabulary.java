package org.serai.chat.template.syntax;

import java.util.Set;

/**
 * The names that a template may call.
 *
 * @param filters names of filters
 * @param tests names of tests
 */
public record Vocabulary(Set<String> filters, Set<String> tests) {}
