package org.serai.engine.decoder;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.serai.model.ModelFile;
import org.serai.model.ModelFormat;
import org.serai.model.ModelMetadata;
import org.serai.model.Support;
import org.serai.model.TensorInfo;
import org.serai.model.TensorType;

/** A model that exists in memory only, as a format that reads any path ending in {@code .scripted}. */
final class ScriptedModel implements ModelFormat {
    static final int CONTEXT = 2048;
    private static final int LAYERS = 2;
    private static final long WIDTH = 8;
    private static final long INNER = 16;

    final Map<String, Object> values = new LinkedHashMap<>();
    final Map<String, TensorInfo> tensors = new LinkedHashMap<>();

    /** Files that are open now. */
    final AtomicInteger openFiles = new AtomicInteger();

    ScriptedModel(String architecture) {
        values.put("general.architecture", architecture);
        values.put(architecture + ".block_count", LAYERS);
        values.put(architecture + ".context_length", CONTEXT);
        values.put(architecture + ".embedding_length", (int) WIDTH);
        values.put(architecture + ".feed_forward_length", (int) INNER);
        values.put(architecture + ".attention.head_count", 2);
        values.put(architecture + ".attention.head_count_kv", 1);
        values.put(architecture + ".attention.layer_norm_rms_epsilon", 1e-5);
        values.put("tokenizer.chat_template", "the scripted template");
        add("token_embd.weight", WIDTH, ScriptedDevice.VOCABULARY);
        add("output_norm.weight", WIDTH);
        for (int layer = 0; layer < LAYERS; layer++) {
            String block = "blk." + layer + ".";
            add(block + "attn_norm.weight", WIDTH);
            add(block + "attn_q.weight", WIDTH, WIDTH);
            add(block + "attn_k.weight", WIDTH, WIDTH / 2);
            add(block + "attn_v.weight", WIDTH, WIDTH / 2);
            add(block + "attn_output.weight", WIDTH, WIDTH);
            add(block + "ffn_norm.weight", WIDTH);
            add(block + "ffn_gate.weight", WIDTH, INNER);
            add(block + "ffn_up.weight", WIDTH, INNER);
            add(block + "ffn_down.weight", INNER, WIDTH);
        }
    }

    void add(String name, long... shape) {
        addTyped(name, TensorType.F32, shape);
    }

    void addTyped(String name, TensorType type, long... shape) {
        tensors.put(
                name, new TensorInfo(name, type, LongStream.of(shape).boxed().toList()));
    }

    @Override
    public Support supports(Path file) {
        return file.toString().endsWith(".scripted") ? Support.yes() : Support.no("its name says so");
    }

    @Override
    public ModelFile open(Path file) {
        openFiles.incrementAndGet();
        return new Opened(file);
    }

    private final class Opened implements ModelFile {
        private final Path path;
        private final Arena arena = Arena.ofShared();

        Opened(Path path) {
            this.path = path;
        }

        @Override
        public List<Path> parts() {
            return List.of(path);
        }

        @Override
        public ModelMetadata metadata() {
            return new Values(values);
        }

        @Override
        public List<TensorInfo> tensors() {
            return new ArrayList<>(tensors.values());
        }

        @Override
        public Optional<TensorInfo> tensor(String name) {
            return Optional.ofNullable(tensors.get(name));
        }

        @Override
        public MemorySegment data(TensorInfo tensor) {
            return arena.allocate(tensor.bytes());
        }

        @Override
        public void close() {
            arena.close();
            openFiles.decrementAndGet();
        }
    }

    /** Metadata of numbers, strings and booleans. */
    private record Values(Map<String, Object> all) implements ModelMetadata {
        @Override
        public Set<String> keys() {
            return all.keySet();
        }

        @Override
        public Optional<String> string(String key) {
            return Optional.ofNullable((String) all.get(key));
        }

        @Override
        public OptionalLong integer(String key) {
            Object value = all.get(key);
            return value == null ? OptionalLong.empty() : OptionalLong.of(((Number) value).longValue());
        }

        @Override
        public OptionalDouble number(String key) {
            Object value = all.get(key);
            return value == null ? OptionalDouble.empty() : OptionalDouble.of(((Number) value).doubleValue());
        }

        @Override
        public Optional<Boolean> bool(String key) {
            return Optional.ofNullable((Boolean) all.get(key));
        }

        @Override
        public Optional<List<String>> strings(String key) {
            return Optional.empty();
        }

        @Override
        public Optional<long[]> integers(String key) {
            return Optional.empty();
        }

        @Override
        public Optional<float[]> numbers(String key) {
            return Optional.empty();
        }

        @Override
        public Optional<String> display(String key) {
            return Optional.ofNullable(all.get(key)).map(Object::toString);
        }
    }
}
