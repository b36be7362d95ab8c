package org.serai.connector.file;

import org.apache.camel.spi.Metadata;

/** The headers of a document. */
public final class SeraiFileConstants {
    /** The name of the document, with the folders between it and the inbox. */
    @Metadata(
            label = "consumer",
            description = "The name of the document, with the folders between it and the inbox",
            javaType = "String")
    public static final String FILE_NAME = "CamelFileName";

    /** The name of the document, without folders. */
    @Metadata(label = "consumer", description = "The name of the document, without folders", javaType = "String")
    public static final String FILE_NAME_ONLY = "CamelFileNameOnly";

    /** The length of the document in bytes. */
    @Metadata(label = "consumer", description = "The length of the document in bytes", javaType = "Long")
    public static final String FILE_LENGTH = "CamelFileLength";

    /** When the document was last changed, in milliseconds since 1970. */
    @Metadata(
            label = "consumer",
            description = "When the document was last changed, in milliseconds since 1970",
            javaType = "Long")
    public static final String FILE_LAST_MODIFIED = "CamelFileLastModified";

    /** The media type of the document, such as text/markdown. */
    @Metadata(
            label = "consumer",
            description = "The media type of the document, such as text/markdown",
            javaType = "String")
    public static final String CONTENT_TYPE = "Content-Type";

    /** The SHA-256 of the document, in hexadecimal digits. */
    @Metadata(
            label = "consumer",
            description = "The SHA-256 of the document, in hexadecimal digits",
            javaType = "String")
    public static final String SHA256 = "CamelSeraiFileSha256";

    /** How often the document was tried, this time included; an attempt in which the process died counts. */
    @Metadata(
            label = "consumer",
            description =
                    "How often the document was tried, this time included; an attempt in which the process died counts",
            javaType = "Integer")
    public static final String ATTEMPT = "CamelSeraiFileAttempt";

    private SeraiFileConstants() {}
}
