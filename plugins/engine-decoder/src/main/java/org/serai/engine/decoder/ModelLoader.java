package org.serai.engine.decoder;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.serai.device.DerivedData;
import org.serai.device.Device;
import org.serai.device.DeviceInfo;
import org.serai.device.DeviceOptions;
import org.serai.device.DeviceSession;
import org.serai.device.KvCache;
import org.serai.engine.MemoryNeed;
import org.serai.engine.ModelReference;
import org.serai.engine.SessionInfo;
import org.serai.engine.SessionOptions;
import org.serai.engine.decoder.architecture.Decoder;
import org.serai.engine.decoder.architecture.WeightLoader;
import org.serai.engine.decoder.error.DecoderErrors;
import org.serai.error.SeraiException;
import org.serai.model.ChatTemplateFactory;
import org.serai.model.ModelFile;
import org.serai.model.ModelFormat;
import org.serai.model.ModelMetadata;
import org.serai.model.Support;
import org.serai.model.Tokenizer;
import org.serai.model.TokenizerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings a model from its file onto a device. */
final class ModelLoader {
    private static final Logger LOG = LoggerFactory.getLogger(ModelLoader.class);

    private final TokenizerFactory tokenizers;
    private final ChatTemplateFactory templates;
    private final List<ModelFormat> formats;
    private final LoadPlanner planner;

    ModelLoader(
            TokenizerFactory tokenizers,
            ChatTemplateFactory templates,
            List<ModelFormat> formats,
            List<Device> devices) {
        this.tokenizers = tokenizers;
        this.templates = templates;
        this.formats = formats;
        this.planner = new LoadPlanner(devices);
    }

    /** Throws what {@link #load} would throw, as far as that can be told without reading weights. */
    void check(ModelReference model, SessionOptions options) {
        try (ModelFile file = openFile(model)) {
            planner.plan(file, options);
            requireTokenizer(file.metadata());
        }
    }

    /** What {@link #load} would take of memory. */
    MemoryNeed plan(ModelReference model, SessionOptions options) {
        try (ModelFile file = openFile(model)) {
            return MemoryEstimate.of(planner.plan(file, options), file, options.exact());
        }
    }

    DecoderSession load(ModelReference model, SessionOptions options) {
        long began = System.nanoTime();
        try (ModelFile file = openFile(model)) {
            LoadPlan plan = planner.plan(file, options);
            requireTokenizer(file.metadata());
            Tokenizer tokenizer = tokenizers.create(file.metadata());
            if (tokenizer.size() != plan.model().vocabulary()) {
                throw new SeraiException(
                        DecoderErrors.UNUSABLE_TOKENIZER,
                        "The tokenizer has " + tokenizer.size() + " tokens and the embedding table "
                                + plan.model().vocabulary()
                                + " rows, so they do not belong together. Convert the model again or use another file.");
            }
            PromptEncoder prompts = PromptEncoder.of(tokenizer, file.metadata(), templates);
            long read = System.nanoTime();
            DecoderSession session = place(model, options, file, plan, prompts);
            LOG.debug(
                    "Model {}: header, vocabulary and template took {} ms, weights and caches {} ms",
                    model.name(),
                    (read - began) / 1_000_000,
                    (System.nanoTime() - read) / 1_000_000);
            return session;
        }
    }

    private static DecoderSession place(
            ModelReference model, SessionOptions options, ModelFile file, LoadPlan plan, PromptEncoder prompts) {
        DeviceSession device = plan.device().open(deviceOptions(model, options));
        boolean placed = false;
        try {
            WeightLoader weights = new WeightLoader(file, device);
            KvCache cache = device.allocateKvCache(plan.cache());
            Decoder decoder = plan.architecture().load(weights, plan.model(), cache, plan.limits());
            weights.requireAllTaken(plan.architecture().name());
            device.uploaded();
            DecoderSession session = new DecoderSession(
                    info(model, options, plan, device.memoryBytes()), plan, device, cache, decoder, prompts, options);
            placed = true;
            return session;
        } finally {
            if (!placed) {
                device.close();
            }
        }
    }

    private static DeviceOptions deviceOptions(ModelReference model, SessionOptions options) {
        return new DeviceOptions(
                options.threads(),
                options.exact(),
                model.derived().map(folder -> new DerivedData(folder, model.digest())));
    }

    private static SessionInfo info(ModelReference model, SessionOptions options, LoadPlan plan, long memoryBytes) {
        DeviceInfo device = plan.device().info();
        return new SessionInfo(
                DecoderEngine.ENGINE_NAME,
                device.name(),
                model.name(),
                model.digest(),
                plan.context(),
                options.slots(),
                memoryBytes,
                device.warning());
    }

    private ModelFile openFile(ModelReference model) {
        Path path = model.file()
                .orElseThrow(() -> new SeraiException(
                        DecoderErrors.UNREADABLE_MODEL,
                        "Model '" + model.name() + "' has no file, and engine '" + DecoderEngine.ENGINE_NAME
                                + "' runs files. Use the engine of the server that has the model."));
        @Nullable String reason = null;
        for (ModelFormat format : formats) {
            switch (format.supports(path)) {
                case Support.Yes _ -> {
                    return format.open(path);
                }
                case Support.No no -> reason = reason == null ? no.reason() : reason + "; " + no.reason();
            }
        }
        throw new SeraiException(
                DecoderErrors.UNREADABLE_MODEL,
                "No installed format reads " + path + ": "
                        + Optional.ofNullable(reason).orElse("no format is installed")
                        + ". Use a file of a supported format, or add the plugin that reads it.");
    }

    private void requireTokenizer(ModelMetadata metadata) {
        if (tokenizers.supports(metadata) instanceof Support.No no) {
            throw new SeraiException(
                    DecoderErrors.UNUSABLE_TOKENIZER,
                    "The model's tokenizer cannot be used: " + no.reason()
                            + ". Use a file with a tokenizer of a supported kind.");
        }
    }
}
