package org.serai.it.endtoend.docs;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every snippet of the README and of every page in {@code docs/} works as it stands there. */
class DocumentationTest {
    private static final String ONLY = System.getProperty("serai.docs.page", "");

    @TempDir
    private Path folder;

    private Path unpacked = Path.of("");

    @TestFactory
    Stream<DynamicNode> everyPage() throws IOException, InterruptedException {
        unpacked = PageHome.unpack(folder);
        return pages().stream().filter(page -> page.toString().contains(ONLY)).map(this::page);
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(
                TestClasses.CHECKOUT.resolve("README.md"),
                TestClasses.CHECKOUT.resolve("CONTRIBUTING.md"),
                TestClasses.CHECKOUT.resolve("ARCHITECTURE.md")));
        try (Stream<Path> docs = Files.walk(TestClasses.CHECKOUT.resolve("docs"))) {
            docs.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
        }
        return pages;
    }

    private DynamicNode page(Path path) {
        String name = TestClasses.CHECKOUT.relativize(path).toString();
        MarkdownPage page;
        try {
            page = MarkdownPage.read(path);
        } catch (IOException | IllegalArgumentException e) {
            return dynamicTest(name, () -> {
                throw e;
            });
        }
        if (page.snippets().isEmpty()) {
            return dynamicContainer(name, Stream.empty());
        }
        return dynamicContainer(name, Stream.of(page).flatMap(this::snippets));
    }

    private Stream<DynamicNode> snippets(MarkdownPage page) {
        PageHome home;
        try {
            home = new PageHome(
                    page,
                    unpacked,
                    Files.createDirectories(
                            folder.resolve(String.valueOf(page.path().getFileName()))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        List<DynamicNode> tests = new ArrayList<>();
        for (Snippet snippet : page.snippets()) {
            tests.add(dynamicTest("line " + snippet.line(), () -> home.run(snippet)));
        }
        tests.add(dynamicTest("what the page showed is taken", home::assertTakesWhatWasSaved));
        return tests.stream().onClose(() -> stop(home));
    }

    private static void stop(PageHome home) {
        try {
            home.stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
