package org.serai.runtime.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.serai.device.HardwareLimits;

class RooflineTest {
    private static final ModelWeights WEIGHTS = new ModelWeights(100, 50, 200);

    private static Optional<Roofline.Bound> bound(Work work, HardwareLimits machine) {
        return new Roofline(machine, WEIGHTS).bound(work);
    }

    private static HardwareLimits machine(double memory, double int8, double f32) {
        return new HardwareLimits(rate(memory), rate(int8), rate(f32));
    }

    private static OptionalDouble rate(double rate) {
        return rate == 0 ? OptionalDouble.empty() : OptionalDouble.of(rate);
    }

    @Test
    void multipliesAPromptWithTheWeightsOfTheBlocks() {
        assertEquals(
                Optional.of(new Roofline.Bound(10, "int8")),
                bound(new Work.Prefill(512), machine(1, 2000, 400)),
                "memory is read once for a whole prompt");
        assertEquals(Optional.of(new Roofline.Bound(2, "f32")), bound(new Work.Prefill(512), machine(1, 0, 400)));
    }

    @Test
    void takesTheNearerLimitOfAnAnswer() {
        HardwareLimits machine = machine(1000, 3000, 0);
        assertEquals(Optional.of(new Roofline.Bound(5, "memory")), bound(new Work.Decode(1, 128), machine));
        assertEquals(
                Optional.of(new Roofline.Bound(10, "int8")),
                bound(new Work.Decode(16, 64), machine),
                "sequences share what is read, not what is computed");
        assertEquals(Optional.of(new Roofline.Bound(20, "memory")), bound(new Work.Decode(4, 64), machine(1000, 0, 0)));
    }

    @Test
    void saysWhereNothingIsKnown() {
        assertEquals(Optional.empty(), bound(new Work.Prefill(512), HardwareLimits.UNKNOWN));
        assertEquals(Optional.empty(), bound(new Work.Decode(1, 128), HardwareLimits.UNKNOWN));
        assertEquals(Optional.empty(), bound(new Work.Documents(8, 8), machine(1, 1, 1)));
    }
}
