package org.serai.connector.rest.routes;

import org.apache.camel.spi.Metadata;

/** The headers of a call. */
public final class SeraiRestConstants {
    /** The media type of the answer, where the route sets it; otherwise text in UTF-8, or bytes. */
    @Metadata(
            label = "consumer",
            description = "The media type of the answer, where the route sets it; otherwise text in UTF-8, or bytes",
            javaType = "String")
    public static final String CONTENT_TYPE = "Content-Type";

    /** The media type of the body that came, such as application/json. */
    @Metadata(
            label = "consumer",
            description = "The media type of the body that came, such as application/json",
            javaType = "String")
    public static final String REQUEST_TYPE = "CamelSeraiRestContentType";

    /** The name of the caller's API key. */
    @Metadata(
            label = "consumer",
            description = "The name of the caller's API key; - where none was needed",
            javaType = "String")
    public static final String KEY = "CamelSeraiRestKey";

    /** The id of the request, which is in the log and in the answer's X-Request-Id. */
    @Metadata(
            label = "consumer",
            description = "The id of the request, which is in the log and in the answer's X-Request-Id",
            javaType = "String")
    public static final String REQUEST_ID = "CamelSeraiRestRequestId";

    /** The SHA-256 of the body, in hexadecimal digits. */
    @Metadata(label = "consumer", description = "The SHA-256 of the body, in hexadecimal digits", javaType = "String")
    public static final String SHA256 = "CamelSeraiRestSha256";

    private SeraiRestConstants() {}
}
