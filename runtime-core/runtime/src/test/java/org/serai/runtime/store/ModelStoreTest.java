package org.serai.runtime.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serai.device.DerivedData;
import org.serai.engine.ModelReference;
import org.serai.runtime.store.fetch.Digests;
import org.serai.runtime.store.fetch.ModelSource;
import org.serai.runtime.store.fetch.Problems;
import org.serai.runtime.store.fetch.TestFiles;

final class ModelStoreTest {
    private static final byte[] CONTENT = TestFiles.noise(5000);
    private static final String DIGEST = Digests.ofHex(TestFiles.sha256(CONTENT));

    @TempDir
    Path home;

    private ModelStore store;

    @SuppressWarnings("NullAway.Init") // set before each test
    ModelStoreTest() {}

    @BeforeEach
    void open() throws IOException {
        store = new ModelStore(home);
        add("tiny", "tiny.gguf");
    }

    private void add(String name, String... files) throws IOException {
        ModelSource source = ModelSource.parse("file:/elsewhere");
        Path staging = store.folder().staging(name, source);
        for (String file : files) {
            Files.write(staging.resolve(file), CONTENT);
        }
        store.folder()
                .publish(
                        new ModelRecord(
                                name, List.of(files), CONTENT.length, DIGEST, source.toString(), "MIT", null, "2026"),
                        staging);
    }

    @Test
    void findsAModelByName() {
        ModelReference reference = store.resolve("tiny");
        assertEquals(
                new ModelReference(
                        "tiny",
                        Optional.of(home.resolve("models/tiny/tiny.gguf")),
                        DIGEST,
                        Map.of(),
                        Optional.of(home.resolve("models/.derived"))),
                reference);
    }

    @Test
    void whatIsMadeOfModelsIsKeptWithTheInstanceWhereThereIsNoFolderOfModels() throws IOException {
        Path elsewhere = Files.createDirectory(home.resolve("elsewhere"));
        Files.write(elsewhere.resolve("own.gguf"), CONTENT);
        assertEquals(
                Optional.of(elsewhere.resolve("data/derived")),
                new ModelStore(elsewhere).resolve("own.gguf").derived());
    }

    @Test
    void whatWasMadeOfAModelGoesWithIt() throws IOException {
        Path derived = Files.createDirectories(home.resolve("models/.derived"));
        Path own = Files.createFile(new DerivedData(derived, DIGEST).file("kind"));
        Path other = Files.createFile(new DerivedData(derived, "sha256:0").file("kind"));
        store.folder().removeDerived(DIGEST);
        assertEquals(List.of(false, true), List.of(Files.exists(own), Files.exists(other)));
        assertEquals(List.of("tiny"), store.folder().names());
    }

    @Test
    void findsAFileByPath() throws IOException {
        Path file = Files.write(home.resolve("own.gguf"), CONTENT);
        for (String path : List.of(file.toString(), "own.gguf", "./own.gguf", "models/../own.gguf")) {
            ModelReference reference = store.resolve(path);
            assertEquals(path, reference.name());
            assertEquals(Optional.of(file), reference.file());
            assertEquals(DIGEST, reference.digest());
        }
        assertEquals(
                Optional.of(file),
                store.resolve("../own.gguf", home.resolve("models")).file());
    }

    @Test
    void aNameWinsOverAFile() throws IOException {
        Path file = Files.write(home.resolve("tiny"), TestFiles.noise(3));
        assertEquals(DIGEST, store.resolve("tiny").digest());
        assertEquals(Optional.of(file), store.resolve("./tiny").file());
    }

    @Test
    void anUnknownModelNamesTheKnownOnesAndTheCommand() {
        Problems.expect(
                StoreErrors.UNKNOWN_MODEL,
                () -> store.resolve("tinny"),
                "'tinny'",
                "Models here: tiny",
                "serai model pull NAME",
                "smollm2-135m-instruct",
                "did you mean 'tiny'?");
        Problems.expect(
                StoreErrors.UNKNOWN_MODEL,
                () -> store.resolve("smollm2-135m-instruct"),
                "`serai model pull smollm2-135m-instruct`");
        Problems.expect(StoreErrors.UNKNOWN_MODEL, () -> store.resolve(""));
        Problems.expect(StoreErrors.UNKNOWN_MODEL, () -> store.resolve("models"));
    }

    @Test
    void aFileThatChangedIsNoticedAlsoAfterItWasCheckedOnce() throws IOException {
        store.resolve("tiny");
        Path file = home.resolve("models/tiny/tiny.gguf");
        Files.write(file, new byte[] {1}, StandardOpenOption.APPEND);
        Problems.expect(StoreErrors.CHANGED, () -> store.resolve("tiny"), DIGEST, "serai model remove tiny");
        Files.delete(file);
        Problems.expect(StoreErrors.CHANGED, () -> store.resolve("tiny"), file.toString());
    }

    @Test
    void theDigestOfASplitModelIsOfAllParts() throws IOException {
        Files.write(home.resolve("m-00001-of-00002.gguf"), Arrays.copyOf(CONTENT, 2000));
        Path second = home.resolve("m-00002-of-00002.gguf");
        Files.write(second, Arrays.copyOfRange(CONTENT, 2000, CONTENT.length));
        assertEquals(DIGEST, store.resolve("m-00001-of-00002.gguf").digest());
        Files.delete(second);
        Problems.expect(StoreErrors.CHANGED, () -> store.resolve("m-00001-of-00002.gguf"), second.toString());
    }

    @Test
    void aDamagedRecordDisturbsNoOtherModel() throws IOException {
        add("other", "other.gguf");
        Files.writeString(home.resolve("models/other/model.json"), "{\"name\":");
        Problems.expect(StoreErrors.BAD_RECORD, () -> store.resolve("other"), "model.json");
        assertEquals(DIGEST, store.resolve("tiny").digest());
        assertInstanceOf(ModelStore.Entry.Damaged.class, store.entries().get("other"));
        assertInstanceOf(ModelStore.Entry.Sound.class, store.entries().get("tiny"));
    }

    @Test
    void aRecordCannotPointOutOfItsFolder() throws IOException {
        Path json = home.resolve("models/tiny/model.json");
        Files.writeString(json, Files.readString(json).replace("tiny.gguf", "../../own.gguf"));
        Files.write(home.resolve("own.gguf"), CONTENT);
        Problems.expect(StoreErrors.BAD_RECORD, () -> store.resolve("tiny"));
    }

    @Test
    void aModelThatIsRemovedIsGone() {
        store.folder().remove("tiny");
        assertFalse(Files.exists(home.resolve("models/tiny")));
        assertTrue(store.entries().isEmpty());
        Problems.expect(StoreErrors.UNKNOWN_MODEL, () -> store.resolve("tiny"), "Models here: none");
    }

    @Test
    void theUsersCatalogueAddsAndReplacesModels() throws IOException {
        Files.createDirectories(store.etc());
        Path file = store.etc().resolve("catalogue.json");
        Files.writeString(file, """
                [{"name": "own", "description": "Ours", "file": "own.gguf", "bytes": 5000, "sha256": "%s",
                  "licence": {"name": "MIT", "mustAccept": false}, "sources": ["https://models.example/own.gguf"]}]
                """.formatted(TestFiles.sha256(CONTENT)));
        assertEquals("Ours", store.catalogue().find("own").orElseThrow().description());
        assertTrue(store.catalogue().find("qwen2.5-coder-0.5b-instruct").isPresent());
        for (String wrong :
                List.of("\"sha256\": \"12", "\"name\": \"Own", "\"bytes\": -5000", "\"sources\": [], \"x\": [")) {
            String key = wrong.substring(0, wrong.indexOf(':'));
            String good = Files.readString(file);
            String bad = good.replaceFirst(key + ": ?(\"[^\"]*|\\d+|\\[)", wrong);
            Files.writeString(file, bad);
            Problems.expect(StoreErrors.BAD_CATALOGUE, () -> store.catalogue(), file.toString());
            Files.writeString(file, good);
        }
    }

    @Test
    void everyEntryOfTheCatalogueCanBeUsed() {
        List<CatalogueEntry> entries = store.catalogue().entries();
        assertEquals(
                List.of("gemma-3-270m", "qwen2.5-coder-0.5b-instruct", "smollm2-135m-instruct"),
                entries.stream().map(CatalogueEntry::name).toList());
        assertTrue(entries.getFirst().licence().mustAccept());
    }
}
