package org.serai.it.goldens;

import java.util.List;
import org.serai.chat.template.JinjaTemplateFactory;
import org.serai.device.Device;
import org.serai.device.cpu.CpuDevice;
import org.serai.engine.InferenceEngine;
import org.serai.engine.decoder.DecoderEngine;
import org.serai.format.gguf.GgufFormat;
import org.serai.model.ModelFormat;
import org.serai.tokenizer.GgufTokenizerFactory;

/** The plugins, put together as the container does it. */
final class Plugins {
    static final ModelFormat GGUF = new GgufFormat();
    static final Device CPU = new CpuDevice();
    static final InferenceEngine ENGINE =
            new DecoderEngine(new GgufTokenizerFactory(), new JinjaTemplateFactory(), List.of(GGUF), List.of(CPU));

    private Plugins() {}
}
