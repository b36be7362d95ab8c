package org.serai.connector.rest.http;

import org.serai.engine.Residency;

/** The header {@code X-Serai-Residency}, by which a client keeps its call off servers: {@code local-only}. */
public final class ResidencyHeader {
    private static final String NAME = "X-Serai-Residency";

    private ResidencyHeader() {}

    /** What a call is marked with. */
    public static Residency of(Call call) {
        return Residency.ofMark(call.header(NAME).orElse(null));
    }
}
