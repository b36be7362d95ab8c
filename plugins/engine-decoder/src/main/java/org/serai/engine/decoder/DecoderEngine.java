package org.serai.engine.decoder;

import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.serai.device.Device;
import org.serai.engine.InferenceEngine;
import org.serai.engine.MemoryNeed;
import org.serai.engine.MemoryPlanner;
import org.serai.engine.ModelReference;
import org.serai.engine.ModelSession;
import org.serai.engine.SessionOptions;
import org.serai.error.SeraiException;
import org.serai.model.ChatTemplateFactory;
import org.serai.model.ModelFormat;
import org.serai.model.Support;
import org.serai.model.TokenizerFactory;

/**
 * The engine that runs decoder models inside this process. What reads files, makes tokens, renders templates and computes
 * are services of other plugins; formats and devices may come and go while it works.
 */
@Component(service = InferenceEngine.class, property = InferenceEngine.NAME + "=" + DecoderEngine.ENGINE_NAME)
public final class DecoderEngine implements InferenceEngine, MemoryPlanner {
    static final String ENGINE_NAME = "decoder";

    private final TokenizerFactory tokenizers;
    private final ChatTemplateFactory templates;

    @Reference(
            cardinality = ReferenceCardinality.AT_LEAST_ONE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile List<ModelFormat> formats;

    @Reference(
            cardinality = ReferenceCardinality.AT_LEAST_ONE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile List<Device> devices;

    /** For a container, which sets formats and devices and keeps them up to date. */
    @Activate
    public DecoderEngine(
            @Reference(name = "tokenizers") TokenizerFactory tokenizers,
            @Reference(name = "templates") ChatTemplateFactory templates) {
        this(tokenizers, templates, List.of(), List.of());
    }

    /** For use without a container. */
    public DecoderEngine(
            TokenizerFactory tokenizers,
            ChatTemplateFactory templates,
            List<ModelFormat> formats,
            List<Device> devices) {
        this.tokenizers = tokenizers;
        this.templates = templates;
        this.formats = List.copyOf(formats);
        this.devices = List.copyOf(devices);
    }

    @Override
    public Support supports(ModelReference model, SessionOptions options) {
        try {
            loader().check(model, options);
            return Support.yes();
        } catch (SeraiException e) {
            return Support.no(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public ModelSession open(ModelReference model, SessionOptions options) {
        return loader().load(model, options);
    }

    @Override
    public MemoryNeed plan(ModelReference model, SessionOptions options) {
        return loader().plan(model, options);
    }

    private ModelLoader loader() {
        return new ModelLoader(tokenizers, templates, formats, devices);
    }
}
