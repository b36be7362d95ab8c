package org.serai.tck.engine;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestWatcher;
import org.opentest4j.TestAbortedException;

/**
 * Prints which engine keeps which contract, as a table. For a test class whose nested classes extend {@link EngineContract},
 * one for each engine, which is called what the nested class is called; a cell that nothing is known of fails the test.
 */
public final class ContractTable implements TestWatcher, LifecycleMethodExecutionExceptionHandler, AfterAllCallback {
    /** The columns. */
    enum Contract {
        ANSWER(AnswerContract.class),
        SCORE(ScoreContract.class),
        PARAMETER(ParameterContract.class),
        CANCEL(CancelContract.class),
        DEADLINE(DeadlineContract.class),
        OVERLOAD(OverloadContract.class),
        MEMORY(MemoryContract.class),
        SWAP(SwapContract.class),
        CRASH(CrashContract.class);

        private final Class<?> tests;

        Contract(Class<?> tests) {
            this.tests = tests;
        }

        static Optional<Contract> of(Class<?> tests) {
            for (Contract contract : values()) {
                if (contract.tests == tests) {
                    return Optional.of(contract);
                }
            }
            return Optional.empty();
        }

        String title() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What became of the tests of one contract. */
    private static final class Cell {
        private int passed;
        private int failed;
        private int skipped;

        String text() {
            StringBuilder text = new StringBuilder();
            if (failed > 0) {
                text.append(failed).append(" FAILED ");
            }
            text.append(passed).append(" ok");
            return skipped > 0
                    ? text.append(" (").append(skipped).append(" n/a)").toString()
                    : text.toString();
        }
    }

    private static final String ROW = "%-22s";
    private static final String COLUMN = "%-14s";

    private final Map<String, Map<Contract, Cell>> rows = new LinkedHashMap<>();
    private final Map<String, String> skipped = new LinkedHashMap<>();
    private final List<String> engines;

    /** @param engines names of the nested classes that have to be in the table */
    public ContractTable(List<String> engines) {
        this.engines = List.copyOf(engines);
    }

    @Override
    public void testSuccessful(ExtensionContext context) {
        cell(context).ifPresent(cell -> cell.passed++);
    }

    @Override
    public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
        cell(context).ifPresent(cell -> cell.failed++);
    }

    @Override
    public void testAborted(ExtensionContext context, @Nullable Throwable cause) {
        cell(context).ifPresent(cell -> cell.skipped++);
    }

    /** An engine that cannot be had here is skipped as a whole, with the reason. */
    @Override
    public void handleBeforeAllMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        if (failure instanceof TestAbortedException) {
            skipped.put(context.getDisplayName(), String.valueOf(failure.getMessage()));
        }
        throw failure;
    }

    private Optional<Cell> cell(ExtensionContext context) {
        return Contract.of(context.getRequiredTestMethod().getDeclaringClass())
                .map(contract -> rows.computeIfAbsent(engine(context), name -> new EnumMap<>(Contract.class))
                        .computeIfAbsent(contract, column -> new Cell()));
    }

    /** The name of the class: above a test, and two above one of several invocations of a test. */
    private static String engine(ExtensionContext context) {
        ExtensionContext at = context;
        while (at.getTestMethod().isPresent()) {
            at = at.getParent().orElseThrow();
        }
        return at.getDisplayName();
    }

    /** Prints the table when the outermost class is done. */
    @Override
    public void afterAll(ExtensionContext context) {
        if (context.getRequiredTestClass().getEnclosingClass() != null) {
            return;
        }
        System.out.println(text());
        List<String> missing = engines.stream()
                .filter(engine -> !skipped.containsKey(engine))
                .filter(engine -> rows.getOrDefault(engine, Map.of()).size() < Contract.values().length)
                .toList();
        if (!missing.isEmpty()) {
            fail("Not every contract was held against " + missing);
        }
    }

    private String text() {
        StringBuilder text = new StringBuilder("\nEngines and the contracts that they keep, by number of tests\n");
        text.append(ROW.formatted(""));
        for (Contract contract : Contract.values()) {
            text.append(COLUMN.formatted(contract.title()));
        }
        for (String engine : engines) {
            text.append('\n').append(ROW.formatted(engine)).append(row(engine));
        }
        return text.append('\n').toString();
    }

    private String row(String engine) {
        String reason = skipped.get(engine);
        if (reason != null) {
            return "skipped: " + reason.lines().collect(Collectors.joining(" "));
        }
        Map<Contract, Cell> cells = rows.getOrDefault(engine, Map.of());
        StringBuilder row = new StringBuilder();
        for (Contract contract : Contract.values()) {
            Cell cell = cells.get(contract);
            row.append(COLUMN.formatted(cell == null ? "MISSING" : cell.text()));
        }
        return row.toString().stripTrailing();
    }
}
