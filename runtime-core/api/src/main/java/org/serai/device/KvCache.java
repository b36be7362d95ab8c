package org.serai.device;

/** Keys and values of all layers on a device, in pages. Lives until its session is closed. */
public interface KvCache {
    KvShape shape();
}
