package org.serai.engine.decoder.error;

import org.serai.error.ErrorCategory;
import org.serai.error.ErrorCode;

/** The errors of the decoder engine; {@code docs/errors.md} explains them. */
public final class DecoderErrors {
    /** No model file, or none that an installed format can read. */
    public static final ErrorCode UNREADABLE_MODEL = new ErrorCode(1500, ErrorCategory.UNSUPPORTED);
    /** The model is of a family that the engine does not know. */
    public static final ErrorCode UNKNOWN_ARCHITECTURE = new ErrorCode(1501, ErrorCategory.UNSUPPORTED);
    /** The model is of a known family but asks for something that the engine does not have. */
    public static final ErrorCode UNSUPPORTED_FEATURE = new ErrorCode(1502, ErrorCategory.UNSUPPORTED);
    /** A value that describes the model is missing or makes no sense. */
    public static final ErrorCode BAD_HYPERPARAMETER = new ErrorCode(1503, ErrorCategory.CORRUPT);
    /** A tensor that the model needs is not in the file. */
    public static final ErrorCode MISSING_TENSOR = new ErrorCode(1504, ErrorCategory.CORRUPT);
    /** A tensor has another shape than the model's description says. */
    public static final ErrorCode WRONG_SHAPE = new ErrorCode(1505, ErrorCategory.CORRUPT);
    /** No device can compute with the type of one of the model's tensors. */
    public static final ErrorCode UNSUPPORTED_TENSOR_TYPE = new ErrorCode(1506, ErrorCategory.UNSUPPORTED);
    /** The model's tokenizer is missing or does not belong to its weights. */
    public static final ErrorCode UNUSABLE_TOKENIZER = new ErrorCode(1507, ErrorCategory.UNSUPPORTED);
    /** None of the devices that were asked for is there. */
    public static final ErrorCode NO_DEVICE = new ErrorCode(1508, ErrorCategory.UNAVAILABLE);
    /** Weights and KV cache do not fit the device's memory. */
    public static final ErrorCode NOT_ENOUGH_MEMORY = new ErrorCode(1509, ErrorCategory.RESOURCE);
    /** More context was asked for than the model has. */
    public static final ErrorCode CONTEXT_TOO_LARGE = new ErrorCode(1510, ErrorCategory.CONFIGURATION);
    /** The prompt has more tokens than the context. */
    public static final ErrorCode PROMPT_TOO_LONG = new ErrorCode(1511, ErrorCategory.TOO_LONG);
    /** The prompt has no tokens. */
    public static final ErrorCode EMPTY_PROMPT = new ErrorCode(1512, ErrorCategory.INVALID);
    /** A token id is not in the model's vocabulary. */
    public static final ErrorCode UNKNOWN_TOKEN = new ErrorCode(1513, ErrorCategory.INVALID);
    /** A conversation was sent to a model that has no chat template. */
    public static final ErrorCode NO_CHAT_TEMPLATE = new ErrorCode(1514, ErrorCategory.UNSUPPORTED);
    /** A parameter of the request is out of its range. */
    public static final ErrorCode BAD_PARAMETER = new ErrorCode(1515, ErrorCategory.INVALID);
    /** The request's deadline had passed when it came. */
    public static final ErrorCode DEADLINE_PASSED = new ErrorCode(1516, ErrorCategory.TIMEOUT);
    /** The session is closed. */
    public static final ErrorCode SESSION_CLOSED = new ErrorCode(1517, ErrorCategory.UNAVAILABLE);
    /** The computation failed under the request. */
    public static final ErrorCode COMPUTATION_FAILED = new ErrorCode(1518, ErrorCategory.INTERNAL);

    /** The request needs a capability that the decoder does not have: a format of answers, or tools. */
    public static final ErrorCode UNSUPPORTED_CAPABILITY = new ErrorCode(1519, ErrorCategory.UNSUPPORTED);

    private DecoderErrors() {}
}
