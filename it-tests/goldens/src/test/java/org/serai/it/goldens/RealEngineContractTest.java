package org.serai.it.goldens;

import org.serai.engine.InferenceEngine;
import org.serai.engine.ModelReference;
import org.serai.engine.Prompt;
import org.serai.tck.EngineContract;

/** The decoder engine with everything real around it, on a tiny model. */
final class RealEngineContractTest extends EngineContract {
    private static final ModelReference MODEL = GoldenModel.all().getFirst().reference();

    @Override
    protected InferenceEngine engine() {
        return Plugins.ENGINE;
    }

    @Override
    protected ModelReference model() {
        return MODEL;
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
