package org.serai.engine.decoder.architecture;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.serai.device.DeviceSession;
import org.serai.device.Weights;
import org.serai.engine.decoder.error.DecoderErrors;
import org.serai.error.SeraiException;
import org.serai.model.ModelFile;
import org.serai.model.TensorInfo;

/**
 * Makes the tensors of a file resident on a device, by name and expected shape. It remembers what was taken, so that a
 * tensor that nobody asked for, and that would therefore be missing from the computation, is found.
 */
public final class WeightLoader {
    private final ModelFile file;
    private final DeviceSession device;
    private final Set<String> taken = new HashSet<>();

    public WeightLoader(ModelFile file, DeviceSession device) {
        this.file = file;
        this.device = device;
    }

    public DeviceSession device() {
        return device;
    }

    public boolean has(String name) {
        return file.tensor(name).isPresent();
    }

    /** Refuses the model where a tensor is missing. */
    void require(String name) {
        if (!has(name)) {
            throw missing(name);
        }
    }

    /** A required matrix. */
    public Weights matrix(String name, long rows, long columns) {
        TensorInfo tensor = file.tensor(name).orElseThrow(() -> missing(name));
        return upload(tensor, List.of(columns, rows));
    }

    /** A required vector. */
    public Weights vector(String name, long length) {
        TensorInfo tensor = file.tensor(name).orElseThrow(() -> missing(name));
        return upload(tensor, List.of(length));
    }

    /** A vector that some models of the family have. */
    public @Nullable Weights optionalVector(String name, long length) {
        return has(name) ? vector(name, length) : null;
    }

    /** Notes a tensor that was read from the file in another way. */
    public void markTaken(String name) {
        taken.add(name);
    }

    /**
     * Ends the loading.
     *
     * @throws SeraiException where the file has tensors that nobody took
     */
    public void requireAllTaken(String architecture) {
        List<String> left = file.tensors().stream()
                .map(TensorInfo::name)
                .filter(name -> !taken.contains(name))
                .toList();
        if (!left.isEmpty()) {
            throw new SeraiException(
                    DecoderErrors.UNSUPPORTED_FEATURE,
                    "The model has " + left.size() + " tensors that architecture '" + architecture
                            + "' does not know here, such as "
                            + left.stream().limit(3).collect(Collectors.joining(", "))
                            + ". It would answer wrongly without them: use another engine or another model.");
        }
    }

    private Weights upload(TensorInfo tensor, List<Long> shape) {
        requireShape(tensor, shape);
        taken.add(tensor.name());
        return device.upload(tensor, file.data(tensor));
    }

    static void requireShape(TensorInfo tensor, List<Long> shape) {
        if (!tensor.shape().equals(shape)) {
            throw new SeraiException(
                    DecoderErrors.WRONG_SHAPE,
                    "Tensor " + tensor.name() + " has the shape " + tensor.shape()
                            + ", and the model's description asks for " + shape
                            + ". The file is damaged or was converted wrongly: fetch it again or use another.");
        }
    }

    static SeraiException missing(String name) {
        return new SeraiException(
                DecoderErrors.MISSING_TENSOR,
                "The model has no tensor " + name
                        + ", and its architecture needs it. The file is damaged or incomplete: fetch it again or use"
                        + " another.");
    }
}
