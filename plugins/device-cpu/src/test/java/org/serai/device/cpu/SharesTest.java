package org.serai.device.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharesTest {
    @Test
    void aMemberGoesThroughItsOwnShareInOrderAndThenThroughTheOthersFromBehind() {
        Shares shares = new Shares(2);
        shares.set(32, 1);

        assertEquals(
                List.of("16-20", "20-23", "23-26", "26-28", "28-29", "29-30", "30-31", "31-32", "8-16", "4-8"),
                take(shares, 1, 10));
        assertEquals(List.of("0-1", "1-2", "2-3", "3-4"), take(shares, 0, 4));
        assertEquals(Shares.NONE, shares.take(0));
        assertEquals(Shares.NONE, shares.take(1));
    }

    @Test
    void aMemberHelpsTheNextFirst() {
        Shares shares = new Shares(3);
        shares.set(3, 1);

        assertEquals(List.of("1-2", "2-3", "0-1"), take(shares, 1, 3));
    }

    @Test
    void whatIsBestDoneTogetherIsTakenTogether() {
        Shares shares = new Shares(2);
        shares.set(36, 4);

        assertEquals(List.of("18-26", "26-30", "30-34", "34-36", "6-18", "2-6", "0-2"), take(shares, 1, 7));
        assertEquals(Shares.NONE, shares.take(0));
    }

    @Test
    void nothingIsLeftOfNothing() {
        Shares shares = new Shares(2);
        shares.set(0, 1);

        assertEquals(Shares.NONE, shares.take(0));
    }

    private static List<String> take(Shares shares, int member, int times) {
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            long range = shares.take(member);
            taken.add(Shares.from(range) + "-" + Shares.to(range));
        }
        return taken;
    }
}
