package org.serai.format.gguf;

import org.serai.error.ErrorCategory;
import org.serai.error.ErrorCode;

/** What can be wrong with a GGUF file. */
public final class GgufErrors {
    /** There is no such file. */
    public static final ErrorCode NOT_FOUND = new ErrorCode(1100, ErrorCategory.NOT_FOUND);
    /** The file cannot be read: a folder, a device, no permission, a failing disk. */
    public static final ErrorCode UNREADABLE = new ErrorCode(1101, ErrorCategory.CONFIGURATION);
    /** The file is empty or of another format. */
    public static final ErrorCode NOT_GGUF = new ErrorCode(1102, ErrorCategory.CORRUPT);
    /** A version or byte order of GGUF that is not read. */
    public static final ErrorCode VERSION = new ErrorCode(1103, ErrorCategory.UNSUPPORTED);
    /** The file ends before something that it announces. */
    public static final ErrorCode TRUNCATED = new ErrorCode(1104, ErrorCategory.CORRUPT);
    /** The header contradicts itself or the specification. */
    public static final ErrorCode MALFORMED = new ErrorCode(1105, ErrorCategory.CORRUPT);
    /** A tensor has an element type without a known layout. */
    public static final ErrorCode TENSOR_TYPE = new ErrorCode(1106, ErrorCategory.UNSUPPORTED);
    /** A part of a split model is not there. */
    public static final ErrorCode PART_MISSING = new ErrorCode(1107, ErrorCategory.NOT_FOUND);
    /** The parts of a split model do not belong together. */
    public static final ErrorCode PARTS_DIFFER = new ErrorCode(1108, ErrorCategory.CORRUPT);
    /** A later part of a split model was opened instead of the first. */
    public static final ErrorCode NOT_FIRST_PART = new ErrorCode(1109, ErrorCategory.INVALID);
    /** A metadata value has another type than the one asked for. */
    public static final ErrorCode VALUE_TYPE = new ErrorCode(1110, ErrorCategory.CORRUPT);
    /** The header uses a feature that is not read, or is larger than this reader's limits. */
    public static final ErrorCode HEADER_LIMIT = new ErrorCode(1111, ErrorCategory.UNSUPPORTED);
    /** The operating system refuses to map the file. */
    public static final ErrorCode MAPPING = new ErrorCode(1112, ErrorCategory.RESOURCE);

    private GgufErrors() {}
}
