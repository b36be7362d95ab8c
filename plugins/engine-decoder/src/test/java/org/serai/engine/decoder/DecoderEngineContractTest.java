package org.serai.engine.decoder;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.serai.device.Device;
import org.serai.engine.InferenceEngine;
import org.serai.engine.ModelReference;
import org.serai.engine.Prompt;
import org.serai.tck.engine.EngineContract;
import org.serai.tck.engine.FragileDevice;
import org.serai.tck.engine.FragileEngine;

/** The engine's contract, on a scripted device: what the model says is not the point here. */
final class DecoderEngineContractTest extends EngineContract {
    private final DecoderEngine engine = engine(new ScriptedDevice(1 << 30));

    private static DecoderEngine engine(Device device) {
        return new DecoderEngine(
                AsciiTokenizer.FACTORY,
                source -> variables -> source,
                List.of(new ScriptedModel("llama")),
                List.of(device));
    }

    @Override
    public InferenceEngine engine() {
        return engine;
    }

    @Override
    public ModelReference model() {
        return new ModelReference("model", Optional.of(Path.of("model.scripted")), "sha256:1", Map.of());
    }

    @Override
    public Prompt prompt() {
        return new Prompt.Text("The inn");
    }

    @Override
    public Prompt otherPrompt() {
        return new Prompt.Text("A letter");
    }

    @Override
    public FragileEngine fragile() {
        FragileDevice device = new FragileDevice(new ScriptedDevice(1 << 30));
        return new FragileEngine.OnDevice(device, engine(device));
    }
}
