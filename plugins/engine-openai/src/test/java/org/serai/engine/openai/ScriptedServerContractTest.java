package org.serai.engine.openai;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.serai.engine.InferenceEngine;
import org.serai.engine.ModelReference;
import org.serai.engine.Prompt;
import org.serai.tck.engine.EngineContract;
import org.serai.tck.engine.FragileEngine;

class ScriptedServerContractTest extends EngineContract {
    private static ScriptedServer toy;
    private static ServerFixture fixture;
    private static InferenceEngine engine;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        toy = new ScriptedServer();
        fixture = new ServerFixture(toy.url(), Map.of("tools", "true"));
        engine = fixture.engine();
    }

    @AfterAll
    static void stop() throws IOException {
        fixture.close();
        toy.close();
    }

    @Override
    public boolean isRemote() {
        return true;
    }

    @Override
    public InferenceEngine engine() {
        return engine;
    }

    @Override
    public ModelReference model() {
        return ServerFixture.reference(ToyModel.NAME);
    }

    @Override
    public Prompt prompt() {
        return new Prompt.Text("Once upon a time");
    }

    @Override
    public Prompt otherPrompt() {
        return new Prompt.Text("It was a dark");
    }

    @Override
    public FragileEngine fragile() throws IOException {
        return ServerFixture.fragile(toy.url());
    }
}
