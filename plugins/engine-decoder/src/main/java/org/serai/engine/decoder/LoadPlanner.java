package org.serai.engine.decoder;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.serai.device.Device;
import org.serai.device.KvShape;
import org.serai.engine.SessionOptions;
import org.serai.engine.decoder.architecture.Architecture;
import org.serai.engine.decoder.architecture.Architectures;
import org.serai.engine.decoder.architecture.Hyperparameters;
import org.serai.engine.decoder.architecture.PassLimits;
import org.serai.engine.decoder.error.DecoderErrors;
import org.serai.error.SeraiException;
import org.serai.model.ModelFile;
import org.serai.model.Support;
import org.serai.model.TensorInfo;

/** Decides how a model is loaded, or says why it cannot be. */
final class LoadPlanner {
    /** The context where nobody asks for one: enough for most documents, and affordable for most models. */
    static final int DEFAULT_CONTEXT = 4096;

    static final int PAGE_TOKENS = 64;

    /** Rows of a prompt in one pass: beyond it matrix products do not get faster. */
    private static final int PASS_ROWS = 512;

    /** Rows of logits in one pass; a row is as long as the vocabulary. */
    private static final int PASS_OUTPUTS = 64;

    private final List<Device> devices;

    LoadPlanner(List<Device> devices) {
        this.devices = devices;
    }

    LoadPlan plan(ModelFile file, SessionOptions options) {
        Architecture architecture = Architectures.of(file.metadata());
        Hyperparameters model = architecture.describe(file);
        int context = context(model, options.context());
        int slots = options.slots();
        KvShape cache = model.kvShape(PAGE_TOKENS, Math.multiplyExact(slots, Math.ceilDiv(context, PAGE_TOKENS)));
        Device device = device(file, options, context, cache);
        return new LoadPlan(
                architecture,
                model,
                device,
                context,
                cache,
                new PassLimits(Math.max(PASS_ROWS, slots), Math.max(PASS_OUTPUTS, slots)));
    }

    private static int context(Hyperparameters model, OptionalInt wanted) {
        int most = model.window().orElse(model.context());
        int context = wanted.orElse(Math.min(most, DEFAULT_CONTEXT));
        if (context < 1 || context > most) {
            String reason = model.window().isPresent()
                    ? "the model attends to a window of " + most + " tokens, which this engine does not slide"
                    : "the model was made for " + most + " tokens";
            throw new SeraiException(
                    DecoderErrors.CONTEXT_TOO_LARGE,
                    "A context of " + context + " tokens cannot be had: " + reason + ". Ask for 1 to " + most + ".");
        }
        return context;
    }

    /** The first device in the order asked for that has the model's types and the memory. */
    private Device device(ModelFile file, SessionOptions options, int context, KvShape cache) {
        List<String> unsuitable = new ArrayList<>();
        List<String> tooSmall = new ArrayList<>();
        for (Device device : candidates(options.devices())) {
            Optional<String> objection = objection(device, file);
            if (objection.isPresent()) {
                unsuitable.add("device '" + device.info().name() + "': " + objection.get());
            } else if (device.info().memoryBytes() < weightBytes(file) + cacheBytes(device, cache, options)) {
                tooSmall.add("on device '" + device.info().name() + "' the KV cache takes "
                        + mebibytes(cacheBytes(device, cache, options)) + " of "
                        + mebibytes(device.info().memoryBytes()));
            } else {
                return device;
            }
        }
        if (tooSmall.isEmpty()) {
            throw new SeraiException(
                    DecoderErrors.UNSUPPORTED_TENSOR_TYPE,
                    "No device can compute with this model: " + String.join("; ", unsuitable)
                            + ". Use a file of another quantisation, or another device.");
        }
        tooSmall.addAll(unsuitable);
        throw new SeraiException(
                DecoderErrors.NOT_ENOUGH_MEMORY,
                "The weights take " + mebibytes(weightBytes(file)) + " beside the KV cache of " + options.slots()
                        + " × "
                        + context + " tokens: "
                        + String.join("; ", tooSmall)
                        + ". Ask for less context or fewer slots, or use a smaller model.");
    }

    private List<Device> candidates(List<String> wanted) {
        List<Device> found = wanted.isEmpty()
                ? devices
                : wanted.stream()
                        .flatMap(name -> devices.stream()
                                .filter(device -> device.info().name().equals(name)))
                        .toList();
        if (found.isEmpty()) {
            throw new SeraiException(
                    DecoderErrors.NO_DEVICE,
                    (wanted.isEmpty() ? "No device is" : "None of the devices " + wanted + " is") + " there, only "
                            + devices.stream()
                                    .map(device -> device.info().name())
                                    .toList()
                            + ". Name one that is there, or add the plugin that brings it.");
        }
        return found;
    }

    private static Optional<String> objection(Device device, ModelFile file) {
        for (TensorInfo tensor : file.tensors()) {
            if (device.supports(tensor.type()) instanceof Support.No no) {
                return Optional.of(
                        "tensor " + tensor.name() + " has the type " + tensor.type() + " (" + no.reason() + ")");
            }
        }
        return Optional.empty();
    }

    private static long weightBytes(ModelFile file) {
        return file.tensors().stream().mapToLong(TensorInfo::bytes).sum();
    }

    private static long cacheBytes(Device device, KvShape cache, SessionOptions options) {
        return cache.bytes(device.cacheNumberBytes(cache, options.exact()));
    }

    private static String mebibytes(long bytes) {
        return Math.ceilDiv(bytes, 1 << 20) + " MiB";
    }
}
