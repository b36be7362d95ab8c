package org.serai.runtime.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.serai.runtime.store.fetch.Sizes;
import org.serai.runtime.text.TextTable;

/** Writes a report for people and for programs. */
final class BenchFormats {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private static final double GIGA = 1e9;

    private BenchFormats() {}

    /** {@code docs/bench.md} describes it; keys are only ever added. */
    static String json(BenchReport report) {
        ObjectNode root = JSON.createObjectNode();
        root.putObject("model")
                .put("name", report.model())
                .put("digest", report.digest())
                .put("type", report.type())
                .put("block_weights", report.weights().inBlocks())
                .put("head_weights", report.weights().inHead())
                .put("bytes_per_token", report.weights().bytes());
        root.put("device", report.device());
        root.put("threads", report.threads());
        root.put("rounds", report.rounds());
        ObjectNode limits = root.putObject("limits");
        put(limits, "memory_read_bytes_per_second", report.limits().memoryRead());
        put(limits, "int8_operations_per_second", report.limits().int8Operations());
        put(limits, "f32_operations_per_second", report.limits().f32Operations());
        root.put("peer", report.peer().map(peer -> peer.program().toString()).orElse(null));
        root.put("peer_name", report.peer().map(Peer::name).orElse(null));
        root.putArray("results")
                .addAll(report.figures().stream()
                        .map(figure -> result(report, figure))
                        .toList());
        try {
            return JSON.writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree of texts and numbers is always JSON", e);
        }
    }

    private static ObjectNode result(BenchReport report, Figure figure) {
        ObjectNode result = JSON.createObjectNode();
        result.put("work", figure.work().kind());
        switch (figure.work()) {
            case Work.Prefill(int tokens) -> result.put("tokens", tokens);
            case Work.Decode(int sequences, int tokens) ->
                result.put("sequences", sequences).put("tokens", tokens);
            case Work.Documents(int count, int sequences) ->
                result.put("documents", count).put("sequences", sequences);
        }
        result.put("unit", figure.work().unit());
        result.set("serai", rates(figure.serai()));
        if (!figure.peer().isEmpty()) {
            result.set("peer", rates(figure.peer()));
        }
        figure.ratio().ifPresent(ratio -> result.put("ratio", ratio));
        report.bound(figure).ifPresent(bound -> {
            result.putObject("limit").put("rate", bound.rate()).put("by", bound.by());
            result.put("share", Figure.median(figure.serai()) / bound.rate());
        });
        return result;
    }

    private static ObjectNode rates(List<Double> rates) {
        ObjectNode node = JSON.createObjectNode().put("median", Figure.median(rates));
        rates.forEach(node.putArray("rounds")::add);
        return node;
    }

    private static void put(ObjectNode node, String key, OptionalDouble value) {
        if (value.isPresent()) {
            node.put(key, value.getAsDouble());
        } else {
            node.putNull(key);
        }
    }

    static String text(BenchReport report) {
        TextTable machine = new TextTable()
                .row("model", report.model() + ", " + report.type() + ", " + weights(report.weights()))
                .row("device", report.device())
                .row("memory limit", giga(report.limits().memoryRead(), "GB/s read"))
                .row("int8 limit", giga(report.limits().int8Operations(), "GOP/s"))
                .row("f32 limit", giga(report.limits().f32Operations(), "GFLOP/s"));
        report.peer().ifPresent(peer -> machine.row(peer.name(), peer.program().toString()));
        return machine + "\n" + figures(report);
    }

    private static String weights(ModelWeights weights) {
        return Sizes.parameters(weights.inBlocks() + weights.inHead()) + " weights in " + Sizes.bytes(weights.bytes());
    }

    private static TextTable figures(BenchReport report) {
        boolean compared = report.peer().isPresent();
        TextTable table = report.peer()
                .map(peer -> new TextTable("work", "Serai", peer.name(), "ratio", "limit", "share", ""))
                .orElseGet(() -> new TextTable("work", "Serai", "limit", "share", ""));
        for (Figure figure : report.figures()) {
            double serai = Figure.median(figure.serai());
            Optional<Roofline.Bound> bound = report.bound(figure);
            String limit = bound.map(b -> number(b.rate()) + " " + b.by()).orElse("–");
            String share =
                    bound.map(b -> format("%.0f %%", 100 * serai / b.rate())).orElse("–");
            String unit = figure.work().unit();
            if (compared) {
                String peer = figure.peer().isEmpty() ? "–" : number(Figure.median(figure.peer()));
                String ratio = figure.ratio().isPresent()
                        ? format("%.2f", figure.ratio().getAsDouble())
                        : "–";
                table.row(figure.work().label(), number(serai), peer, ratio, limit, share, unit);
            } else {
                table.row(figure.work().label(), number(serai), limit, share, unit);
            }
        }
        return table;
    }

    private static String giga(OptionalDouble rate, String unit) {
        return rate.isPresent() ? format("%.1f ", rate.getAsDouble() / GIGA) + unit : "unknown";
    }

    /** Three digits or more. */
    private static String number(double rate) {
        return format(rate < 100 ? "%.1f" : "%.0f", rate);
    }

    private static String format(String format, double number) {
        return String.format(Locale.ROOT, format, number);
    }
}
