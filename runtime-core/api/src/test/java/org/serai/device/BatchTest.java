package org.serai.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class BatchTest {
    @Test
    void rowsKeepTheirPositionAndPageTable() {
        int[] first = {3, 1};
        int[] second = {2};
        Batch batch = new Batch(3);
        batch.add(16, first);
        batch.add(17, first);
        batch.add(0, second);

        assertEquals(3, batch.rows());
        assertEquals(17, batch.position(1));
        assertSame(first, batch.pageTable(1));
        assertSame(second, batch.pageTable(2));
        assertThrows(ArrayIndexOutOfBoundsException.class, () -> batch.add(1, second));
        batch.clear();
        assertEquals(0, batch.rows());
    }

    @Test
    void pagesAreAPowerOfTwo() {
        assertThrows(IllegalArgumentException.class, () -> new KvShape(1, 1, 8, 8, 24, 4));
    }
}
