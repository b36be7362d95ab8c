package org.serai.runtime.schema;

import org.serai.error.ErrorCategory;
import org.serai.error.ErrorCode;

/** What can be wrong with a schema. */
public final class SchemaErrors {
    /** What was given as a JSON Schema is none. */
    public static final ErrorCode BAD_SCHEMA = new ErrorCode(2662, ErrorCategory.CONFIGURATION);

    private SchemaErrors() {}
}
