package org.serai.device;

/**
 * What a device is.
 *
 * @param name the value of {@link Device#NAME}
 * @param description for people: hardware and the kernels in use, such as {@code AMD EPYC, 2 threads, Vector API 512 bits}
 * @param memoryBytes memory that weights and caches may take in all
 * @param warning what makes the device slower than it could be and the way out, such as a missing JVM flag; empty where
 *     nothing does
 */
public record DeviceInfo(String name, String description, long memoryBytes, String warning) {}
