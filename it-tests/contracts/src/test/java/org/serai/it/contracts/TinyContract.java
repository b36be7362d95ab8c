package org.serai.it.contracts;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.serai.chat.template.JinjaTemplateFactory;
import org.serai.device.Device;
import org.serai.engine.InferenceEngine;
import org.serai.engine.ModelReference;
import org.serai.engine.Prompt;
import org.serai.engine.decoder.DecoderEngine;
import org.serai.format.gguf.GgufFormat;
import org.serai.it.support.TinyModel;
import org.serai.tck.engine.EngineContract;
import org.serai.tokenizer.GgufTokenizerFactory;

/** The contracts on a tiny model with everything real around it; on each engine it says the same. */
abstract class TinyContract extends EngineContract {
    static final String NAME = "tiny";

    private static final ModelReference MODEL =
            new ModelReference(NAME, Optional.of(TinyModel.file()), "sha256:tiny", Map.of());

    /** The decoder with this device alone. */
    static InferenceEngine decoder(Device device) {
        return new DecoderEngine(
                new GgufTokenizerFactory(), new JinjaTemplateFactory(), List.of(new GgufFormat()), List.of(device));
    }

    @Override
    public ModelReference model() {
        return MODEL;
    }

    @Override
    public Prompt prompt() {
        return new Prompt.Text("The inn");
    }

    @Override
    public Prompt otherPrompt() {
        return new Prompt.Text("A letter");
    }
}
