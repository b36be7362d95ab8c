package org.serai.runtime.alias;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.serai.error.SeraiException;

class CfgTextTest {
    @Test
    void changesOneLineAndLeavesTheRest() {
        String text = "# model = old\n\n! note\nmodel=tiny\n  slots : 2\n";
        assertEquals("# model = old\n\n! note\nmodel = new\n  slots : 2\n", CfgText.with(text, Map.of("model", "new")));
    }

    @Test
    void addsWhatIsNotThereAtTheEnd() {
        assertEquals("model = tiny\nengines = a,b\n", CfgText.with("model = tiny", Map.of("engines", "a,b")));
        assertEquals("model = tiny\n", CfgText.with("", Map.of("model", "tiny")));
    }

    @Test
    void replacesAnEntryOfSeveralLinesAndAKeyThatStandsTwice() {
        assertEquals(
                "engines = b\nslots = 1\n",
                CfgText.with("engines = a,\\\n  decoder\nslots = 1\nengines = c\n", Map.of("engines", "b")));
        assertEquals("a = x\\\n model = 1\n", CfgText.with("a = x\\\n model = 1\n", Map.of()));
    }

    @Test
    void whatItWritesIsWhatPropertiesRead() throws IOException {
        for (String key : List.of("model", "a\\ b")) {
            for (String value : List.of("C:\\models\\tiny.gguf", "a = b # c", "größer")) {
                Properties read = new Properties();
                read.load(new StringReader(CfgText.with(key + " old", Map.of(key.replace("\\", ""), value))));
                assertEquals(value, read.getProperty("model", value));
            }
        }
    }

    @Test
    void refusesWhatNoLineHolds() {
        assertEquals(
                SwapErrors.BAD_ORDER,
                assertThrows(SeraiException.class, () -> CfgText.with("", Map.of("model", "a\nslots = 9")))
                        .code());
    }
}
