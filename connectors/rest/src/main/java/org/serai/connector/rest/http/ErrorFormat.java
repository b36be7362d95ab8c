package org.serai.connector.rest.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.serai.error.ErrorCategory;

/** The shape of error answers. */
public enum ErrorFormat {
    /** RFC 9457, problem details. */
    PROBLEM("application/problem+json") {
        @Override
        public ObjectNode format(HttpFailure failure) {
            ObjectNode problem = JsonNodeFactory.instance.objectNode();
            problem.put("type", "about:blank");
            problem.put("title", title(failure.status()));
            problem.put("status", failure.status());
            problem.put("detail", failure.message());
            problem.put("code", failure.code());
            problem.put("category", failure.category().name());
            problem.put("retryable", failure.category().retryable());
            failure.parameter().ifPresent(name -> problem.put("parameter", name));
            failure.figures().forEach(problem::put);
            return problem;
        }
    },

    /** What clients of the OpenAI API know: {@code {"error": {message, type, param, code}}}. */
    OPENAI("application/json") {
        @Override
        public ObjectNode format(HttpFailure failure) {
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            ObjectNode error = body.putObject("error");
            error.put("message", failure.message());
            error.put("type", openAiType(failure));
            error.put("param", failure.parameter().orElse(null));
            error.put("code", openAiCode(failure));
            error.put("serai_code", failure.code());
            failure.figures().forEach(error::put);
            return body;
        }
    };

    private final String contentType;

    ErrorFormat(String contentType) {
        this.contentType = contentType;
    }

    /** The format of a path: OpenAI's below {@code /v1}, problem details everywhere else. */
    public static ErrorFormat of(String path) {
        return path.equals("/v1") || path.startsWith("/v1/") ? OPENAI : PROBLEM;
    }

    public String contentType() {
        return contentType;
    }

    /** The body of the error answer. */
    public abstract ObjectNode format(HttpFailure failure);

    private static String openAiType(HttpFailure failure) {
        return switch (failure.status()) {
            case 401 -> "authentication_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 429 -> "rate_limit_error";
            case 408, 504 -> "timeout_error";
            default -> failure.status() < 500 ? "invalid_request_error" : "server_error";
        };
    }

    private static String openAiCode(HttpFailure failure) {
        return switch (failure.status()) {
            case 401 -> "invalid_api_key";
            case 403 -> "insufficient_permissions";
            case 404 -> failure.parameter().filter("model"::equals).isPresent() ? "model_not_found" : "not_found";
            case 405 -> "method_not_allowed";
            case 408, 504 -> "timeout";
            case 413 -> "request_too_large";
            case 429 -> "rate_limit_exceeded";
            case 501 -> "unsupported";
            case 503 -> "overloaded";
            default ->
                failure.category() == ErrorCategory.TOO_LONG
                        ? "context_length_exceeded"
                        : failure.status() < 500 ? "invalid_value" : "server_error";
        };
    }

    private static String title(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 406 -> "Not Acceptable";
            case 408 -> "Request Timeout";
            case 409 -> "Conflict";
            case 413 -> "Content Too Large";
            case 415 -> "Unsupported Media Type";
            case 421 -> "Misdirected Request";
            case 422 -> "Unprocessable Content";
            case 429 -> "Too Many Requests";
            case 501 -> "Not Implemented";
            case 503 -> "Service Unavailable";
            case 504 -> "Gateway Timeout";
            default -> status < 500 ? "Request Refused" : "Internal Server Error";
        };
    }
}
