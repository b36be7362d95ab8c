package org.serai.delivery;

/**
 * Properties by which a connector and the steps of a route tell each other about a delivery. They are properties of the exchange and not
 * headers, so that nothing that came over the wire can set them.
 */
public final class ExchangeProperties {
    /** What was delivered, set by the connector that began the exchange: a {@link Delivered}. */
    public static final String DELIVERED = "SeraiDelivered";

    /** The alias that is asked instead of the one that the route names, when a dead letter is replayed. A String. */
    public static final String ALIAS = "SeraiAlias";

    /**
     * Who waits where the route does not say: the name of a {@link org.serai.engine.Priority}. A String; where it is missing,
     * an event.
     */
    public static final String PRIORITY = "SeraiPriority";

    /** What a model was asked last: an {@link org.serai.engine.Prompt}, set by the step that asks. */
    public static final String PROMPT = "SeraiPrompt";

    /**
     * Where the delivery may be worked on: a {@link org.serai.engine.Residency}, or its wire name; anywhere where it is missing.
     * Steps make it stricter, never looser.
     */
    public static final String RESIDENCY = "SeraiResidency";

    private ExchangeProperties() {}
}
