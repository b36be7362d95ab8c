package org.serai.connector.file;

import org.apache.camel.util.ObjectHelper;
import org.serai.error.ErrorCategory;
import org.serai.error.SeraiException;

/** Looks at what a route ended with. */
final class Failure {
    private Failure() {}

    /** The failure with a code: the one inside it where there is one. */
    static SeraiException typed(String route, Document document, Throwable failure) {
        SeraiException typed = ObjectHelper.getException(SeraiException.class, failure);
        return typed != null
                ? typed
                : new SeraiException(
                        FileErrors.ROUTE_FAILED,
                        "Route " + route + " failed on " + document.path() + ": " + failure
                                + ". Correct the route or the document, and drop it again.",
                        failure);
    }

    /** True where the same document can succeed later; what was cancelled was not even tried to the end. */
    static boolean isPassing(SeraiException failure) {
        ErrorCategory category = failure.code().category();
        return category.retryable() || category == ErrorCategory.CANCELLED;
    }
}
