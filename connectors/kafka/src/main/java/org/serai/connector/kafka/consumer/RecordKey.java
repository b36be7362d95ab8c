package org.serai.connector.kafka.consumer;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The key of a record as the key of a map. */
final class RecordKey {
    private final byte[] bytes;
    private final int hash;

    /** @param bytes nobody changes them */
    RecordKey(byte[] bytes) {
        this.bytes = bytes;
        this.hash = Arrays.hashCode(bytes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RecordKey key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
