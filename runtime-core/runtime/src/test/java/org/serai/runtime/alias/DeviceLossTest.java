package org.serai.runtime.alias;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.serai.alias.AliasInfo;
import org.serai.device.Device;
import org.serai.device.DeviceInfo;
import org.serai.device.DeviceOptions;
import org.serai.device.DeviceSession;
import org.serai.engine.Generation;
import org.serai.engine.GenerationResult;
import org.serai.error.ErrorCategory;
import org.serai.error.ErrorCode;
import org.serai.error.SeraiException;
import org.serai.model.Support;
import org.serai.model.TensorType;

/** Devices that come and go while requests are under way. */
class DeviceLossTest {
    private static final Device GPU = new Named("gpu");
    private static final Device CPU = new Named("cpu");
    private static final ErrorCode LACK = new ErrorCode(9904, ErrorCategory.RESOURCE);

    private final AliasFixture fixture = new AliasFixture();
    private final ScriptedEngine engine = fixture.addEngine("decoder");

    /** A device of which only the name matters. */
    private record Named(String name) implements Device {
        @Override
        public DeviceInfo info() {
            return new DeviceInfo(name, "for tests", 1 << 20, "");
        }

        @Override
        public Support supports(TensorType weights) {
            return Support.yes();
        }

        @Override
        public DeviceSession open(DeviceOptions options) {
            throw new UnsupportedOperationException();
        }
    }

    private void come(Device device) {
        engine.know(device.info().name());
        fixture.manager.addDevice(device);
    }

    private void go(Device device) {
        engine.lack(device.info().name());
        fixture.manager.removeDevice(device);
    }

    private void configure(String devices) {
        fixture.configure(AliasFixture.NAME, "model", "tiny", "devices", devices);
        fixture.settle();
    }

    private String device() {
        return fixture.info().session().orElseThrow().device();
    }

    @Test
    void workInFlightGoesToTheNextDeviceOfTheOrderAndTheFirstTakesOverAgain() {
        come(CPU);
        come(GPU);
        configure("gpu, cpu");
        assertEquals("gpu", device());
        Generation running = fixture.submit("running");
        ScriptedSession old = engine.lastSession();

        go(GPU);
        assertTrue(old.isClosed(), "A device that goes has no session any more");
        fixture.settle();
        assertEquals("cpu", device());
        ScriptedSession interim = engine.lastSession();
        assertEquals(List.of("running"), interim.log());

        come(GPU);
        fixture.settle();
        assertEquals("gpu", device());
        assertFalse(interim.isClosed(), "It works still");
        interim.running("running").finish("by the processor");
        GenerationResult result = fixture.result(running);
        assertEquals("cpu", result.session().device());
        assertFalse(result.provenance().requeued().isEmpty());
        assertTrue(interim.isClosed());
    }

    @Test
    void aDeviceThatNobodyUsesGoesUnnoticed() {
        come(CPU);
        come(GPU);
        configure("cpu, gpu");
        Generation running = fixture.submit("running");

        go(GPU);
        fixture.settle();

        assertEquals(1, engine.sessions().size());
        engine.lastSession().running("running").finish("undisturbed");
        assertEquals("", fixture.result(running).provenance().requeued());
    }

    @Test
    void whoWaitsForADeviceGetsItWhenItComes() {
        engine.lack("gpu");
        configure("gpu");
        assertEquals(AliasInfo.State.FAILED, fixture.info().state());

        come(GPU);
        fixture.time.pass(Duration.ofSeconds(2));
        fixture.settle();

        assertEquals(AliasInfo.State.READY, fixture.info().state());
        assertEquals("gpu", device());
    }

    /** After the first time that it was asked, and after the second. */
    @ParameterizedTest
    @ValueSource(ints = {0, 5})
    void aDeviceThatItsEngineLearnsOfLateTakesOverFromAWorseOne(int seconds) {
        come(CPU);
        engine.lack("gpu");
        configure("gpu, cpu");
        assertEquals("cpu", device());

        fixture.manager.addDevice(GPU);
        fixture.settle();
        fixture.time.pass(Duration.ofSeconds(seconds));
        fixture.settle();
        assertEquals("cpu", device());
        engine.know("gpu");
        fixture.time.pass(HoldOffs.FIRST.multipliedBy(10));
        fixture.settle();

        assertEquals("gpu", device());
        assertEquals(2, engine.sessions().size());
    }

    /** The device is there, and only when the weights go to it does it turn out that others have its memory, or that it is broken. */
    @ParameterizedTest
    @EnumSource(
            value = ErrorCategory.class,
            names = {"RESOURCE", "UNAVAILABLE", "UNSUPPORTED", "INTERNAL"})
    void aModelThatCannotBeLoadedOnItsDeviceGoesToTheNextOne(ErrorCategory category) {
        come(CPU);
        come(GPU);
        engine.failToOpenOn(
                "gpu", new SeraiException(new ErrorCode(9904, category), "The card has no room for the weights"));
        configure("gpu, cpu");

        assertEquals(AliasInfo.State.READY, fixture.info().state());
        assertEquals("cpu", device());
        assertEquals(1, engine.sessions().size());
        Generation running = fixture.submit("running");
        engine.lastSession().running("running").finish("by the processor");
        GenerationResult result = fixture.result(running);
        assertEquals("cpu", result.session().device());
        assertEquals("", result.provenance().requeued());
    }

    @Test
    void whereNoDeviceHasRoomEachSaysWhyUntilOneHas() {
        come(CPU);
        come(GPU);
        engine.failToOpenOn("gpu", new SeraiException(LACK, "The card has no room"));
        engine.failToOpenOn("cpu", new SeraiException(LACK, "The processor has none either"));
        configure("gpu, cpu");
        assertEquals(AliasInfo.State.FAILED, fixture.info().state());
        String reason = fixture.info().reason();
        assertTrue(reason.contains("The card has no room") && reason.contains("none either"), reason);

        engine.heal();
        fixture.time.pass(Duration.ofSeconds(2));
        fixture.settle();
        assertEquals("gpu", device());
    }

    @Test
    void requestsWaitForADeviceThatWentAlsoWhereAnotherOneIsThereThatCannot() {
        come(CPU);
        configure("cpu");
        Generation running = fixture.submit("running");

        go(CPU);
        fixture.settle();
        Generation meanwhile = fixture.submit("meanwhile");
        come(CPU);
        fixture.settle();

        engine.lastSession().running("running").finish("again");
        assertEquals("again", fixture.text(running));
        engine.lastSession().running("meanwhile").finish("at last");
        assertEquals("at last", fixture.text(meanwhile));
    }

    @Test
    void aDeviceThatTwoBundlesBringIsGoneWhenBothAre() {
        Device second = new Named("gpu");
        come(GPU);
        come(second);
        configure("gpu");

        fixture.manager.removeDevice(second);
        assertFalse(engine.lastSession().isClosed());

        go(GPU);
        assertTrue(engine.lastSession().isClosed());
    }

    @Test
    void aDeviceThatIsReplacedLeavesNoRequestBehind() {
        come(GPU);
        configure("gpu");
        Generation running = fixture.submit("running");

        go(GPU);
        come(new Named("gpu"));
        fixture.settle();

        engine.lastSession().running("running").finish("on the new one");
        assertEquals("on the new one", fixture.text(running));
    }
}
