package org.serai.engine.decoder;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.serai.engine.InferenceEngine;
import org.serai.engine.ModelReference;
import org.serai.engine.Prompt;
import org.serai.tck.EngineContract;

/** The engine's contract, on a scripted device: what the model says is not the point here. */
final class DecoderEngineContractTest extends EngineContract {
    private final DecoderEngine engine = new DecoderEngine(
            AsciiTokenizer.FACTORY,
            source -> variables -> source,
            List.of(new ScriptedModel("llama")),
            List.of(new ScriptedDevice(1 << 30)));

    @Override
    protected InferenceEngine engine() {
        return engine;
    }

    @Override
    protected ModelReference model() {
        return new ModelReference("model", Optional.of(Path.of("model.scripted")), "sha256:1", Map.of());
    }

    @Override
    protected Prompt prompt() {
        return new Prompt.Text("The inn");
    }

    @Override
    protected Prompt otherPrompt() {
        return new Prompt.Text("A letter");
    }
}
