package org.serai.engine;

/**
 * What a request is made for, so that the same work is not done twice. A request that is repeated with an equal source,
 * prompt, model digest and parameters is answered with what the first one gave.
 *
 * @param id names the delivery, the same at each attempt to deliver it and different for each new one, such as
 *     {@code kafka:cluster/topic/partition/offset}
 * @param contentDigest {@code sha256:…} of what was delivered
 */
public record Source(String id, String contentDigest) {}
