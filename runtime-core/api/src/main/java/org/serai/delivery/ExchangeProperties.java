package org.serai.delivery;

/**
 * Properties by which a connector and the steps of a route tell each other about a delivery. They are properties of the exchange and not
 * headers, so that nothing that came over the wire can set them.
 */
public final class ExchangeProperties {
    /**
     * Names the delivery: {@link org.serai.engine.Source#id()}. A String, or an object whose {@code toString} makes it: to be
     * asked for as a String, which Camel converts it to.
     */
    public static final String SOURCE_ID = "SeraiSourceId";

    /**
     * {@code sha256:…} of what was delivered: {@link org.serai.engine.Source#contentDigest()}. A String, or an object whose
     * {@code toString} computes it: to be asked for as a String, which Camel converts it to.
     */
    public static final String CONTENT_DIGEST = "SeraiContentDigest";

    /** The alias that is asked instead of the one that the route names, when a dead letter is replayed. A String. */
    public static final String ALIAS = "SeraiAlias";

    /**
     * Who waits where the route does not say: the name of a {@link org.serai.engine.Priority}. A String; where it is missing,
     * an event.
     */
    public static final String PRIORITY = "SeraiPriority";

    /** What a model was asked last: an {@link org.serai.engine.Prompt}, set by the step that asks. */
    public static final String PROMPT = "SeraiPrompt";

    /** By which the work is stopped where nobody wants its result any more. A {@link Cancellation}. */
    public static final String CANCELLATION = "SeraiCancellation";

    /**
     * Where the delivery may be worked on: a {@link org.serai.engine.Residency}, or its wire name; anywhere where it is missing.
     * Steps make it stricter, never looser.
     */
    public static final String RESIDENCY = "SeraiResidency";

    private ExchangeProperties() {}
}
