package org.serai.runtime.alias;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.serai.alias.AliasInfo;
import org.serai.alias.AliasLoad;
import org.serai.engine.Capability;
import org.serai.engine.SessionInfo;
import org.serai.runtime.text.Durations;
import org.serai.runtime.text.TextTable;

/** Aliases and exchanges as people and programs see them. */
final class AliasView {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final AliasManager aliases;

    AliasView(AliasManager aliases) {
        this.aliases = aliases;
    }

    /** All that is known of an alias, a line each. */
    TextTable table(AliasVitals vitals) {
        AliasInfo alias = vitals.info();
        TextTable table = new TextTable();
        table.row("name", alias.name())
                .row("state", state(alias))
                .row("version", String.valueOf(alias.version()))
                .row("model", alias.model());
        if (!alias.reason().isEmpty()) {
            table.row("reason", alias.reason());
        }
        if (!vitals.stage().isEmpty()) {
            table.row("exchange", vitals.stage());
        }
        vitals.held().forEach(held -> table.row("held off", held.toString()));
        alias.session().ifPresent(session -> describe(session, table));
        aliases.load(alias.name()).ifPresent(load -> describe(load, table));
        aliases.comparisons(alias.name())
                .forEach(one -> table.row(
                        "shadow",
                        one.shadow() + " (" + one.model() + ") agrees in " + percent(one.agreement()) + " of "
                                + (one.compared() + one.failed())));
        aliases.trials(alias.name())
                .canary()
                .ifPresent(canary ->
                        table.row("canary", canary + ", " + aliases.canaryRequests(alias.name()) + " requests so far"));
        return table;
    }

    String toJson(AliasVitals vitals) {
        return write(node(vitals));
    }

    String toJson(List<AliasVitals> all) {
        ArrayNode array = JSON.createArrayNode();
        all.forEach(vitals -> array.add(node(vitals)));
        return write(array);
    }

    /** An exchange that took effect. */
    String toJson(SwapReport report) {
        ObjectNode node = JSON.createObjectNode();
        node.put("alias", report.alias());
        node.put("version", report.version());
        node.put("version_before", report.versionBefore());
        describe(report.session(), node.putObject("session"));
        report.before().ifPresent(session -> describe(session, node.putObject("session_before")));
        return write(node) + "\n";
    }

    /** An exchange that took effect, for people. */
    static String text(SwapReport report) {
        TextTable table = new TextTable("ALIAS", "VERSION", "MODEL", "ENGINE", "DEVICE", "DIGEST");
        report.before().ifPresent(session -> row(table, "before", report.versionBefore(), session));
        row(table, report.alias(), report.version(), report.session());
        return table + "`serai alias rollback " + report.alias() + "` returns to what was before\n";
    }

    private static void row(TextTable table, String name, int version, SessionInfo session) {
        table.row(name, String.valueOf(version), session.model(), session.engine(), session.device(), session.digest());
    }

    /** What came of shadows and the canary of an alias, for people. */
    String comparisons(String alias) {
        AliasSettings.Trials trials = aliases.trials(alias);
        StringBuilder text = new StringBuilder();
        TextTable table = new TextTable(
                "SHADOW", "MODEL", "COMPARED", "AGREED", "FAILED", "SCHEMA", "SCHEMA BEFORE", "SPEED", "DIGEST");
        for (Comparison one : aliases.comparisons(alias)) {
            table.row(
                    one.shadow(),
                    one.model(),
                    String.valueOf(one.compared()),
                    percent(one.agreement()),
                    String.valueOf(one.failed()),
                    one.schemas() == 0 ? "-" : percent(one.schemaPass()),
                    one.schemas() == 0 ? "-" : percent((double) one.passed() / one.schemas()),
                    String.format(Locale.ROOT, "%.2f s (%.2f s)", one.shadowSeconds(), one.seconds()),
                    one.digest());
        }
        text.append(table);
        text.append(trials.shadow()
                .map(shadow ->
                        "now in the shadow: " + shadow + ", with " + percent(trials.sample()) + " of the requests\n")
                .orElse("nothing runs in the shadow now; set shadow=ALIAS in etc/" + AliasManager.PID + "~" + alias
                        + ".cfg\n"));
        trials.canary()
                .ifPresent(canary -> text.append("canary: " + canary + ", with " + percent(trials.canaryShare())
                        + " of the work, " + aliases.canaryRequests(alias) + " requests so far\n"));
        return text.toString();
    }

    private static String percent(double part) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * part);
    }

    /** The same for programs. */
    String comparisonsJson(String alias) {
        return write(trials(alias)) + "\n";
    }

    private ObjectNode trials(String alias) {
        AliasSettings.Trials trials = aliases.trials(alias);
        ObjectNode node = JSON.createObjectNode();
        trials.shadow().ifPresent(shadow -> node.put("shadow", shadow).put("sample", trials.sample()));
        trials.canary().ifPresent(canary -> node.put("canary", canary).put("canary_share", trials.canaryShare()));
        node.put("canary_requests", aliases.canaryRequests(alias));
        ArrayNode all = node.putArray("comparisons");
        for (Comparison one : aliases.comparisons(alias)) {
            all.addObject()
                    .put("shadow", one.shadow())
                    .put("model", one.model())
                    .put("digest", one.digest())
                    .put("compared", one.compared())
                    .put("agreed", one.agreed())
                    .put("failed", one.failed())
                    .put("agreement", one.agreement())
                    .put("schemas", one.schemas())
                    .put("schema_pass", one.schemaPass())
                    .put("schema_pass_before", one.schemas() == 0 ? 1 : (double) one.passed() / one.schemas())
                    .put("seconds", one.shadowSeconds())
                    .put("seconds_before", one.seconds());
        }
        return node;
    }

    private static String write(JsonNode node) {
        try {
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Every tree can be written as JSON", e);
        }
    }

    private static void describe(SessionInfo session, TextTable table) {
        table.row("digest", session.digest())
                .row("engine", session.engine())
                .row("device", session.device())
                .row("context", String.valueOf(session.context()))
                .row("slots", String.valueOf(session.slots()))
                .row("memory", (session.memoryBytes() >> 20) + " MiB");
        if (!session.capabilities().isEmpty()) {
            table.row("capabilities", String.join(", ", names(session.capabilities())));
        }
        if (!session.warning().isEmpty()) {
            table.row("warning", session.warning());
        }
    }

    private static void describe(AliasLoad load, TextTable table) {
        table.row("running", String.valueOf(load.running()))
                .row(
                        "waiting",
                        load.queued() + ", " + load.queuedTokens() + " of " + load.queueLimitTokens() + " tokens");
        if (load.requestTime().isPositive()) {
            table.row("speed", speed(load));
        }
        if (load.expectedWait().isPositive()) {
            table.row("new ones wait", "about " + Durations.text(load.expectedWait()));
        }
    }

    private static String speed(AliasLoad load) {
        return String.format(
                Locale.ROOT,
                "prompts %.1f and answers %.1f tokens/s, a request %s (median)",
                load.prefillRate(),
                load.decodeRate(),
                Durations.text(load.requestTime()));
    }

    /** The state as a word. */
    static String state(AliasInfo alias) {
        return alias.state().name().toLowerCase(Locale.ROOT);
    }

    private ObjectNode node(AliasVitals vitals) {
        AliasInfo alias = vitals.info();
        ObjectNode node = JSON.createObjectNode();
        node.put("name", alias.name());
        node.put("state", state(alias));
        node.put("reason", alias.reason());
        node.put("version", alias.version());
        node.put("model", alias.model());
        node.put("running", alias.running());
        node.put("queued", alias.queued());
        node.put("required", vitals.required());
        node.put("exchange", vitals.stage());
        ArrayNode held = node.putArray("held_off");
        vitals.held().forEach(engine -> held.addObject()
                .put("engine", engine.engine())
                .put("device", engine.device())
                .put("failures", engine.failures())
                .put("seconds", ServiceMeter.seconds(engine.rest()))
                .put("reason", engine.reason()));
        aliases.queue(alias.name()).ifPresent(queue -> node.set("load", toJson(queue)));
        node.set("trials", trials(alias.name()));
        alias.session().ifPresent(session -> describe(session, node.putObject("session")));
        return node;
    }

    private static void describe(SessionInfo session, ObjectNode loaded) {
        loaded.put("engine", session.engine());
        loaded.put("device", session.device());
        loaded.put("model", session.model());
        loaded.put("digest", session.digest());
        loaded.put("context", session.context());
        loaded.put("slots", session.slots());
        loaded.put("memory_bytes", session.memoryBytes());
        names(session.capabilities()).forEach(loaded.putArray("capabilities")::add);
        loaded.put("warning", session.warning());
    }

    private static ObjectNode toJson(QueueSnapshot queue) {
        AliasLoad load = queue.load();
        ObjectNode node = JSON.createObjectNode();
        node.put("slots", load.slots());
        node.put("queued_tokens", load.queuedTokens());
        node.put("queue_limit_tokens", load.queueLimitTokens());
        node.put("prefill_tokens_per_second", load.prefillRate());
        node.put("decode_tokens_per_second", load.decodeRate());
        node.put("request_seconds", ServiceMeter.seconds(load.requestTime()));
        node.put("expected_wait_seconds", ServiceMeter.seconds(load.expectedWait()));
        node.put("completed", queue.completed());
        node.put("refused", queue.refused());
        return node;
    }

    private static List<String> names(Set<Capability> capabilities) {
        return capabilities.stream().sorted().map(Capability::wireName).toList();
    }
}
