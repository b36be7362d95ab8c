package org.serai.connector.kafka;

import org.serai.error.SeraiException;

/** Why a route that consumes exactly once cannot write to some cluster. */
public final class OtherCluster {
    private OtherCluster() {}

    /**
     * The refusal.
     *
     * @param topic that is consumed
     * @param source the cluster of it
     * @param target the cluster that is to be written to
     */
    public static SeraiException refusal(String topic, String source, String target) {
        return new SeraiException(
                KafkaErrors.OTHER_CLUSTER,
                "The route that consumes " + topic + " exactly once from " + source + " cannot write to " + target
                        + " in the same transaction: give both endpoints the same cluster, brokers and"
                        + " additionalProperties, or do without exactlyOnce.");
    }
}
