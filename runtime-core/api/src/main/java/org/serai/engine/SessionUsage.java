package org.serai.engine;

/**
 * How much of a session is in use.
 *
 * @param busySlots sequences that are worked on
 * @param kvUsedTokens tokens that the KV cache holds for them; 0 where the engine cannot tell
 * @param kvCapacityTokens tokens that the KV cache can hold; 0 where the engine cannot tell
 */
public record SessionUsage(int busySlots, long kvUsedTokens, long kvCapacityTokens) {}
