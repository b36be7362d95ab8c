package org.serai.device.cpu.kernel;

/** Brings the activations of an operand into the form that some matrices want. Stateless and thread-safe. */
public interface Preparation {
    /** For matrices that take activations as they are. */
    Preparation NONE = new Preparation() {
        @Override
        public int units(Operand operand) {
            return 0;
        }

        @Override
        public void prepare(Operand operand, int from, int to) {
            // there is nothing to do
        }
    };

    /** Makes room in an operand, and gives the units of work; 0 where nothing is to be done. */
    int units(Operand operand);

    /** Does the units {@code from ≤ unit < to}. Units can be done at the same time. */
    void prepare(Operand operand, int from, int to);
}
