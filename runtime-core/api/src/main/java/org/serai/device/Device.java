package org.serai.device;

import org.serai.model.Support;
import org.serai.model.TensorType;

/**
 * Hardware that can compute a decoder. A plugin provides one as an OSGi service, also where the hardware is missing: it
 * then supports nothing and says why. Thread-safe.
 */
public interface Device {
    /** Service property: the stable, lower-case name that configuration uses, such as {@code cpu}. */
    String NAME = "serai.device.name";

    /** What the device is. */
    DeviceInfo info();

    /** Where the device keeps weights. */
    default MemoryKind weightsMemory() {
        return MemoryKind.DEVICE;
    }

    /** Where the device keeps caches and activations. */
    default MemoryKind workMemory() {
        return weightsMemory();
    }

    /**
     * Bytes that a number of a KV cache takes in a session that is {@linkplain DeviceOptions#exact exact}, or is not.
     *
     * @param shape of the cache; a device may keep some in less memory than others
     */
    default int cacheNumberBytes(KvShape shape, boolean exact) {
        return Float.BYTES;
    }

    /** Says whether weights of a type can be used and, if they cannot, why. */
    Support supports(TensorType weights);

    /**
     * Opens a session: one model's memory and its queue of operations. The caller owns and closes it.
     *
     * @throws org.serai.error.SeraiException where the device is not there or has not enough of something
     */
    DeviceSession open(DeviceOptions options);
}
