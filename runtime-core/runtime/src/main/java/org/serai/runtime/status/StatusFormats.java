package org.serai.runtime.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import org.serai.runtime.text.TextTable;
import org.serai.status.StatusSource;

/** Writes a report for people and for programs. */
final class StatusFormats {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** Sections of many rows, of which people want to see those that are not well. */
    private static final Set<String> SUMMARISED = Set.of("bundles", "components", "configuration");

    private StatusFormats() {}

    /** {@code docs/status.md} describes it; keys are only ever added. */
    static String json(StatusReport report) {
        ObjectNode root = JSON.createObjectNode();
        root.put("healthy", report.isHealthy());
        root.put("home", report.home());
        JvmStatus jvm = report.jvm();
        ObjectNode process = root.putObject("jvm");
        process.put("pid", jvm.pid());
        process.put("java", jvm.javaVersion());
        process.put("uptime_seconds", jvm.uptime().toSeconds());
        process.put("heap_used_bytes", jvm.heapUsedBytes());
        process.put("heap_max_bytes", jvm.heapMaxBytes());
        jvm.rssBytes().ifPresent(bytes -> process.put("rss_bytes", bytes));
        ArrayNode warnings = root.putArray("warnings");
        report.warnings().forEach(warnings::add);
        report.sections().forEach((section, rows) -> {
            ArrayNode array = root.putArray(section);
            rows.forEach(row -> array.addObject()
                    .put("name", row.name())
                    .put("state", row.state())
                    .put("detail", row.detail())
                    .put("healthy", row.healthy()));
        });
        try {
            return JSON.writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree of texts and numbers is always JSON", e);
        }
    }

    /** @param all true to show rows that are well in every section */
    static String text(StatusReport report, boolean all) {
        StringBuilder text = new StringBuilder();
        JvmStatus jvm = report.jvm();
        text.append("Serai in ")
                .append(report.home())
                .append(report.isHealthy() ? " is healthy" : " needs attention")
                .append('\n')
                .append("pid ")
                .append(jvm.pid())
                .append(", up ")
                .append(jvm.uptime().toSeconds())
                .append(" s, heap ")
                .append(jvm.heapUsedBytes() >> 20)
                .append(jvm.heapMaxBytes() < 0 ? "" : " of " + (jvm.heapMaxBytes() >> 20))
                .append(" MiB");
        jvm.rssBytes()
                .ifPresent(bytes -> text.append(", RSS ").append(bytes >> 20).append(" MiB"));
        text.append(", Java ").append(jvm.javaVersion()).append('\n');
        report.warnings()
                .forEach(warning -> text.append("warning: ").append(warning).append('\n'));
        report.sections().forEach((section, rows) -> section(text, section, rows, all));
        return text.toString();
    }

    private static void section(StringBuilder text, String section, List<StatusSource.Row> rows, boolean all) {
        long unwell = rows.stream().filter(row -> !row.healthy()).count();
        text.append('\n').append(section).append(": ").append(rows.size());
        text.append(rows.isEmpty() ? "" : unwell == 0 ? ", all well" : ", " + unwell + " not well")
                .append('\n');
        TextTable table = new TextTable();
        rows.stream()
                .filter(row -> all || !row.healthy() || !SUMMARISED.contains(section))
                .forEach(row -> table.row(row.healthy() ? "  " : "! ", row.name(), row.state(), row.detail()));
        text.append(table);
    }
}
