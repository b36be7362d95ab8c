package org.serai.tck.postgres;

import java.io.IOException;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives test classes the {@link PostgresServer} of this run, and skips them where no PostgreSQL is installed. */
public final class PostgresExtension implements ExecutionCondition, ParameterResolver {
    /** Ends with the run. */
    private record Running(PostgresServer server) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            server.close();
        }
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return PostgresServer.installed().isPresent()
                ? ConditionEvaluationResult.enabled("PostgreSQL is installed")
                : ConditionEvaluationResult.disabled(
                        "There is no PostgreSQL in /usr/lib/postgresql: install the package postgresql");
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == PostgresServer.class;
    }

    @Override
    public PostgresServer resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .getOrComputeIfAbsent(PostgresExtension.class, key -> new Running(start()), Running.class)
                .server();
    }

    private static PostgresServer start() {
        try {
            return PostgresServer.start(PostgresServer.installed().orElseThrow());
        } catch (Exception e) {
            throw new AssertionError("PostgreSQL did not start", e);
        }
    }
}
