package org.serai.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
    @ParameterizedTest
    @CsvSource({"status,status,0", "stauts,status,1", "STATUS,status,0", "'',abc,3", "kitten,sitting,3", "mdoel,model,1"
    })
    void countsEdits(String first, String second, int distance) {
        assertEquals(distance, Nearest.distance(first, second));
        assertEquals(distance, Nearest.distance(second, first));
    }

    @Test
    void suggestsOnlyWhatIsNear() {
        List<String> known = List.of("alias", "model", "route", "status");
        assertEquals(Optional.of("model"), Nearest.to("modle", known));
        assertEquals(Optional.empty(), Nearest.to("frobnicate", known));
        assertEquals("; did you mean 'route'?", Nearest.hint("routes", known));
        assertEquals("", Nearest.hint("x", List.of()));
    }

    @Test
    void listsFewNames() {
        assertEquals("Did you mean b1? Known things: b1, cc.", Nearest.sentence("b2", List.of("cc", "b1"), "things"));
        assertEquals("There are no things.", Nearest.sentence("b2", List.of(), "things"));
    }
}
