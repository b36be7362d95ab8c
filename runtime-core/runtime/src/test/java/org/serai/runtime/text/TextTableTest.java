package org.serai.runtime.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TextTableTest {
    @Test
    void columnsAreAsWideAsTheyNeedToBe() {
        TextTable table = new TextTable("NAME", "STATE").row("a", "ready").row("longer name", "x");
        assertEquals("NAME         STATE\na            ready\nlonger name  x\n", table.toString());
    }

    @Test
    void anEmptyTableIsEmpty() {
        assertEquals("", new TextTable().toString());
    }
}
