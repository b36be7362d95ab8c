package org.serai.engine.decoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.serai.engine.ModelReference;
import org.serai.engine.ModelSession;
import org.serai.engine.SessionOptions;
import org.serai.engine.decoder.error.DecoderErrors;
import org.serai.error.ErrorCode;
import org.serai.error.SeraiException;
import org.serai.model.Support;
import org.serai.model.TensorType;

/** What cannot be loaded is refused with the name of the thing, and nothing stays open. */
final class LoadRefusalsTest {
    private static final ModelReference REFERENCE =
            new ModelReference("model", Optional.of(Path.of("a.scripted")), "sha256:1", Map.of());

    private final ScriptedModel model = new ScriptedModel("llama");
    private ScriptedDevice device = new ScriptedDevice(1 << 30);
    private SessionOptions options = SessionOptions.defaults();

    @AfterEach
    void nothingStaysOpen() {
        assertEquals(0, device.openSessions.get());
        assertEquals(0, model.openFiles.get());
    }

    @Test
    void loadsWhatItKnows() {
        assertTrue(engine().supports(REFERENCE, options).isYes());
        try (ModelSession session = engine().open(REFERENCE, options)) {
            assertEquals(ScriptedModel.CONTEXT, session.info().context());
        }
    }

    @Test
    void choosesAnAffordableContextWhereNobodyAsksForOne() {
        model.values.put("llama.context_length", 131_072);
        try (ModelSession session = engine().open(REFERENCE, options)) {
            assertEquals(4096, session.info().context());
        }
    }

    @Test
    void namesAnUnknownArchitecture() {
        model.values.put("general.architecture", "mamba");
        assertRefused(DecoderErrors.UNKNOWN_ARCHITECTURE, "mamba", "llama", "qwen2");
    }

    @Test
    void namesAMissingArchitecture() {
        model.values.remove("general.architecture");
        assertRefused(DecoderErrors.BAD_HYPERPARAMETER, "general.architecture");
    }

    @Test
    void namesAMissingValue() {
        model.values.remove("llama.block_count");
        assertRefused(DecoderErrors.BAD_HYPERPARAMETER, "llama.block_count");
    }

    @Test
    void namesASenselessValue() {
        model.values.put("llama.attention.head_count", -3L);
        assertRefused(DecoderErrors.BAD_HYPERPARAMETER, "llama.attention.head_count", "-3");
    }

    @Test
    void namesHeadsThatCannotBeShared() {
        model.values.put("llama.attention.head_count", 3);
        model.values.put("llama.attention.head_count_kv", 2);
        assertRefused(DecoderErrors.BAD_HYPERPARAMETER, "3 query heads", "2 key-value heads");
    }

    @Test
    void namesWhatTheModelAsksForAndTheEngineHasNot() {
        model.values.put("llama.expert_count", 8);
        assertRefused(DecoderErrors.UNSUPPORTED_FEATURE, "mixture of experts", "llama.expert_count", "8");
    }

    @Test
    void namesAnUnknownContextScaling() {
        model.values.put("llama.rope.scaling.type", "longrope");
        assertRefused(DecoderErrors.UNSUPPORTED_FEATURE, "longrope");
    }

    @Test
    void namesAMissingTensor() {
        model.tensors.remove("blk.1.attn_k.weight");
        assertRefusedByOpen(DecoderErrors.MISSING_TENSOR, "blk.1.attn_k.weight");
    }

    @Test
    void namesAMissingBias() {
        ScriptedModel qwen = new ScriptedModel("qwen2");
        DecoderEngine engine = engine(qwen);

        SeraiException refusal = assertThrows(SeraiException.class, () -> engine.open(REFERENCE, options));

        assertRefusal(refusal, DecoderErrors.MISSING_TENSOR, "blk.0.attn_q.bias");
    }

    @Test
    void namesATensorOfAnotherShape() {
        model.add("blk.1.ffn_up.weight", 8, 17);
        assertRefusedByOpen(DecoderErrors.WRONG_SHAPE, "blk.1.ffn_up.weight", "[8, 17]", "[8, 16]");
    }

    @Test
    void namesATensorThatItWouldLeaveOut() {
        model.add("blk.1.ffn_up.bias", 16);
        assertRefusedByOpen(DecoderErrors.UNSUPPORTED_FEATURE, "blk.1.ffn_up.bias");
    }

    @Test
    void namesATensorTypeThatTheDeviceHasNot() {
        model.addTyped("blk.1.ffn_up.weight", TensorType.F16, 8, 16);
        assertRefused(DecoderErrors.UNSUPPORTED_TENSOR_TYPE, "blk.1.ffn_up.weight", "F16", ScriptedDevice.NAME);
    }

    @Test
    void namesAMissingDevice() {
        options = new SessionOptions(OptionalInt.empty(), 1, List.of("gpu"), OptionalInt.empty(), false);
        assertRefused(DecoderErrors.NO_DEVICE, "gpu", ScriptedDevice.NAME);
    }

    @Test
    void takesTheFirstDeviceThatIsThere() {
        options = new SessionOptions(
                OptionalInt.empty(), 1, List.of("gpu", ScriptedDevice.NAME), OptionalInt.empty(), false);
        try (ModelSession session = engine().open(REFERENCE, options)) {
            assertEquals(ScriptedDevice.NAME, session.info().device());
        }
    }

    @Test
    void namesTheMemoryThatIsMissing() {
        device = new ScriptedDevice(1 << 20);
        model.values.put("llama.context_length", 1 << 20);
        options = new SessionOptions(OptionalInt.of(1 << 20), 4, List.of(), OptionalInt.empty(), true);
        // 2 layers × 1 head × (4 + 4) columns × 4 bytes for each of 4 × 1 Mi tokens
        assertRefused(DecoderErrors.NOT_ENOUGH_MEMORY, "256 MiB", "1 MiB", "4 × 1048576");
    }

    @Test
    void takesTheNextDeviceWhereTheFirstIsTooSmall() {
        ScriptedDevice small = new ScriptedDevice(1);
        DecoderEngine both = new DecoderEngine(
                AsciiTokenizer.FACTORY, source -> variables -> source, List.of(model), List.of(small, device));
        try (ModelSession session = both.open(REFERENCE, options)) {
            assertEquals(ScriptedDevice.NAME, session.info().device());
            assertEquals(0, small.openSessions.get());
            assertEquals(1, device.openSessions.get());
        }
    }

    @Test
    void namesTheContextThatTheModelHas() {
        options = new SessionOptions(OptionalInt.of(4096), 1, List.of(), OptionalInt.empty(), false);
        assertRefused(DecoderErrors.CONTEXT_TOO_LARGE, "4096", String.valueOf(ScriptedModel.CONTEXT));
    }

    @Test
    void keepsTheContextWithinASlidingWindow() {
        model.values.put("llama.attention.sliding_window", 512);
        try (ModelSession session = engine().open(REFERENCE, options)) {
            assertEquals(512, session.info().context());
        }
        options = new SessionOptions(OptionalInt.of(513), 1, List.of(), OptionalInt.empty(), false);
        assertRefused(DecoderErrors.CONTEXT_TOO_LARGE, "window", "512", "513");
    }

    @Test
    void namesAMissingTokenizer() {
        model.values.put("without.tokenizer", true);
        assertRefused(DecoderErrors.UNUSABLE_TOKENIZER, "the file has no tokenizer");
    }

    @Test
    void namesATokenizerOfAnotherModel() {
        model.add("token_embd.weight", 8, 99);
        assertRefusedByOpen(DecoderErrors.UNUSABLE_TOKENIZER, "99", String.valueOf(ScriptedDevice.VOCABULARY));
    }

    @Test
    void namesAFileThatNoFormatReads() {
        ModelReference letter = new ModelReference("letter", Optional.of(Path.of("letter.txt")), "", Map.of());
        SeraiException refusal = assertThrows(SeraiException.class, () -> engine().open(letter, options));
        assertRefusal(refusal, DecoderErrors.UNREADABLE_MODEL, "letter.txt", "its name says so");
    }

    @Test
    void namesAModelWithoutAFile() {
        ModelReference remote = new ModelReference("remote", Optional.empty(), "", Map.of());
        SeraiException refusal = assertThrows(SeraiException.class, () -> engine().open(remote, options));
        assertRefusal(refusal, DecoderErrors.UNREADABLE_MODEL, "remote");
    }

    private DecoderEngine engine() {
        return engine(model);
    }

    private DecoderEngine engine(ScriptedModel format) {
        return new DecoderEngine(
                AsciiTokenizer.FACTORY, source -> variables -> source, List.of(format), List.of(device));
    }

    private void assertRefused(ErrorCode code, String... words) {
        Support.No no = assertInstanceOf(Support.No.class, engine().supports(REFERENCE, options));
        for (String word : words) {
            assertTrue(no.reason().contains(word), no.reason());
        }
        assertRefusedByOpen(code, words);
    }

    /** Some faults show only when the weights are gone through. */
    private void assertRefusedByOpen(ErrorCode code, String... words) {
        SeraiException refusal = assertThrows(SeraiException.class, () -> engine().open(REFERENCE, options));
        assertRefusal(refusal, code, words);
    }

    private static void assertRefusal(SeraiException refusal, ErrorCode code, String... words) {
        assertEquals(code, refusal.code());
        for (String word : words) {
            assertTrue(String.valueOf(refusal.getMessage()).contains(word), refusal.getMessage());
        }
    }
}
