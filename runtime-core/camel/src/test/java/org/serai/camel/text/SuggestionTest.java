package org.serai.camel.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionTest {
    @ParameterizedTest
    @CsvSource({
        "file,file,0",
        "fiel,file,1",
        "fle,file,1",
        "files,file,1",
        "fale,file,1",
        "'',abc,3",
        "kitten,sitting,3"
    })
    void distanceCountsSlips(String a, String b, int distance) {
        assertEquals(distance, Suggestion.distance(a, b));
        assertEquals(distance, Suggestion.distance(b, a));
    }

    @Test
    void onlyNearNamesAreSuggested() {
        assertEquals(Optional.of("temperature"), Suggestion.nearest("temprature", List.of("topP", "temperature")));
        assertEquals(Optional.empty(), Suggestion.nearest("xyz", List.of("topP", "temperature")));
    }

    @Test
    void fewNamesAreListed() {
        assertEquals(
                "Did you mean b1? Known things: b1, cc.", Suggestion.sentence("b2", List.of("cc", "b1"), "things"));
        assertEquals("There are no things.", Suggestion.sentence("b2", List.of(), "things"));
    }
}
