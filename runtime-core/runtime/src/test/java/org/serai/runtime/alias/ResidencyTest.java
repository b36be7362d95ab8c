package org.serai.runtime.alias;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.serai.alias.AliasInfo;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Generation;
import org.serai.engine.GenerationListener;
import org.serai.engine.InferenceEngine;
import org.serai.engine.Prompt;
import org.serai.engine.Residency;
import org.serai.error.SeraiException;

/** What is local-only never reaches an engine in front of a server, whatever the order of engines says. */
class ResidencyTest {
    private final AliasFixture fixture = new AliasFixture();
    private final ScriptedEngine server = new ScriptedEngine("server");
    private ScriptedEngine here;

    @BeforeEach
    void start() {
        here = fixture.addEngine("decoder");
        offer(server);
    }

    private void offer(ScriptedEngine engine) {
        fixture.manager.addEngine(
                engine, Map.of(InferenceEngine.NAME, engine.name, InferenceEngine.REMOTE, true, "service.id", 99L));
    }

    private void configure(String engines) {
        fixture.configure(AliasFixture.NAME, "model", "tiny", "engines", engines);
        fixture.settle();
    }

    private Generation submit(String prompt, Residency residency) {
        Generation generation = fixture.manager.submit(
                GenerateRequest.builder(AliasFixture.NAME, new Prompt.Text(prompt))
                        .residency(residency)
                        .build(),
                GenerationListener.NONE);
        fixture.settle();
        return generation;
    }

    @Test
    void goesToAnEngineOfThisMachineThatTheOrderHasBehindTheServer() {
        configure("server, decoder");

        Generation open = submit("open", Residency.ANYWHERE);
        Generation secret = submit("secret", Residency.LOCAL_ONLY);

        assertEquals(List.of("open"), server.lastSession().log());
        assertEquals(List.of("secret"), here.lastSession().log());
        here.lastSession().running("secret").finish("kept");
        server.lastSession().running("open").finish("told");
        assertEquals("kept", fixture.text(secret));
        assertEquals("told", fixture.text(open));
        assertEquals(List.of("chat", "chat@local"), fixture.names());
    }

    @Test
    void isRefusedWhereThereAreOnlyServers() {
        configure("server");

        SeraiException refusal = assertThrows(SeraiException.class, () -> submit("secret", Residency.LOCAL_ONLY));

        assertEquals(AliasErrors.LOCAL_ONLY, refusal.code());
        assertEquals(List.of(), server.lastSession().log());
        assertEquals(List.of("chat"), fixture.names());
    }

    @Test
    void isRefusedWhereTheServerIsAwayToo() {
        configure("server");
        fixture.manager.removeEngine(server);
        fixture.settle();

        SeraiException refusal = assertThrows(SeraiException.class, () -> submit("secret", Residency.LOCAL_ONLY));

        assertEquals(AliasErrors.LOCAL_ONLY, refusal.code());
    }

    @Test
    void needsNoSecondAliasWhereAllEnginesAreHere() {
        configure("decoder");

        submit("secret", Residency.LOCAL_ONLY);

        assertEquals(List.of("secret"), here.lastSession().log());
        assertEquals(List.of("chat"), fixture.names());
    }

    @Test
    void waitsForAnEngineOfThisMachineAndNotForAServer() {
        fixture.manager.removeEngine(here);
        configure("server, decoder");

        Generation secret = submit("secret", Residency.LOCAL_ONLY);
        assertEquals(List.of(), server.lastSession().log());
        fixture.addEngine(here);
        fixture.settle();

        here.lastSession().running("secret").finish("kept");
        assertEquals("kept", fixture.text(secret));
        assertEquals(List.of(), server.lastSession().log());
    }

    @Test
    void theSecondAliasFollowsTheFirst() {
        configure("server, decoder");
        submit("secret", Residency.LOCAL_ONLY);
        here.lastSession().running("secret").finish("kept");
        fixture.settle();

        fixture.configure(AliasFixture.NAME, "model", "other", "engines", "server, decoder");
        fixture.settle();
        assertEquals("other", here.lastSession().info().model());

        fixture.remove(AliasFixture.NAME);
        fixture.settle();
        assertEquals(List.of(), fixture.names());
        assertTrue(here.lastSession().isClosed());
    }

    @Test
    void serversServeOnlyWhoNamesThem() {
        fixture.manager.removeEngine(here);
        fixture.configure(AliasFixture.NAME, "model", "tiny");
        fixture.settle();

        assertEquals(AliasInfo.State.FAILED, fixture.info().state());
        assertEquals(List.of(), server.sessions());
    }

    @Test
    void aModelThatOnlyTheServerHasNeedsNoFile() {
        fixture.configure(AliasFixture.NAME, "model", "missing-here", "engines", "server, decoder");
        fixture.settle();

        assertEquals(
                AliasInfo.State.READY, fixture.info().state(), fixture.info().reason());
        assertEquals("missing-here", server.lastSession().info().model());
        assertEquals("", server.lastSession().info().digest());
    }
}
