package org.serai.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.serai.error.ErrorCategory;
import org.serai.error.SeraiException;
import org.serai.model.ChatTemplate;
import org.serai.model.ChatTemplateFactory;

/** What every {@link ChatTemplateFactory} keeps. */
public abstract class ChatTemplateContract {
    private static final Duration LONG = Duration.ofSeconds(60);

    /** The factory to test. */
    protected abstract ChatTemplateFactory factory();

    private String render(String template, Map<String, ?> variables) {
        return factory().compile(template).render(variables);
    }

    @Test
    void rendersAConversation() {
        List<Map<String, String>> messages = List.of(
                Map.of("role", "system", "content", "Be short."),
                Map.of("role", "user", "content", "Hello <b> & 'all'"));
        String template = """
                {{ bos_token }}{% for m in messages %}
                <|{{ m.role }}|>{{ m['content'] | trim }}</s>
                {% endfor %}
                {% if add_generation_prompt %}<|assistant|>{% endif %}""";
        assertEquals(
                "<s><|system|>Be short.</s>\n<|user|>Hello <b> & 'all'</s>\n<|assistant|>",
                render(template, Map.of("messages", messages, "bos_token", "<s>", "add_generation_prompt", true)));
    }

    @Test
    void tellsAbsentVariablesFromNone() {
        Map<String, @Nullable Object> variables = new LinkedHashMap<>();
        variables.put("none_given", null);
        assertEquals(
                "True False | False True",
                render(
                        "{{ none_given is defined }} {{ absent is defined }} | {{ none_given is undefined }} {{ absent is undefined }}",
                        variables));
    }

    @Test
    void takesEveryJsonLikeValue() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("z", List.of("text", true, 1, 2L, 0.5));
        value.put("a", Map.of("deep", "value"));
        assertEquals(
                "{\"z\": [\"text\", true, 1, 2, 0.5], \"a\": {\"deep\": \"value\"}}",
                render("{{ value | tojson }}", Map.of("value", value)));
    }

    @Test
    void refusesWhatIsNotJsonLike() {
        SeraiException error = assertThrows(
                SeraiException.class, () -> render("{{ value }}", Map.of("value", Map.of("inner", new Object()))));
        assertEquals(ErrorCategory.INVALID, error.code().category());
        assertTrue(String.valueOf(error.getMessage()).contains("value.inner"), error.getMessage());
    }

    @Test
    void tellsTheLineOfASourceThatDoesNotParse() {
        SeraiException error =
                assertThrows(SeraiException.class, () -> factory().compile("fine\n{{ fine }}\n{% for in %}"));
        assertEquals(ErrorCategory.CORRUPT, error.code().category());
        assertTrue(String.valueOf(error.getMessage()).contains("line 3"), error.getMessage());
    }

    @Test
    void namesWhatIsNotSupported() {
        SeraiException error =
                assertThrows(SeraiException.class, () -> factory().compile("\n{{ messages | no_such_filter }}"));
        assertEquals(ErrorCategory.UNSUPPORTED, error.code().category());
        assertTrue(String.valueOf(error.getMessage()).contains("no_such_filter"), error.getMessage());
    }

    @Test
    void passesOnWhatTheTemplateRaises() {
        SeraiException error = assertThrows(
                SeraiException.class,
                () -> render("{{ raise_exception('Only ' ~ n ~ ' roles: user & assistant') }}", Map.of("n", 2)));
        assertEquals(ErrorCategory.INVALID, error.code().category());
        assertTrue(String.valueOf(error.getMessage()).endsWith(": Only 2 roles: user & assistant"), error.getMessage());
    }

    @Test
    void tellsTheLineWhereRenderingFails() {
        SeraiException error = assertThrows(SeraiException.class, () -> render("one\ntwo\n{{ 'text' + 1 }}", Map.of()));
        assertEquals(ErrorCategory.INVALID, error.code().category());
        assertTrue(String.valueOf(error.getMessage()).contains("line 3"), error.getMessage());
    }

    /** Templates come with model files, from strangers: none may hang, or take all memory. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{% for a in range(99999) %}{% for b in range(99999) %}{{ b }}{% endfor %}{% endfor %}",
                "{% for a in range(99999) %}{% for b in range(99999) %}{% set c = a * b %}{% endfor %}{% endfor %}",
                "{% set ns = namespace(s='x') %}{% for i in range(200) %}{% set ns.s = ns.s + ns.s %}{% endfor %}",
                "{% set ns = namespace(l=[1]) %}{% for i in range(200) %}{% set ns.l = ns.l + ns.l %}{% endfor %}",
                "{% set ns = namespace(l=[]) %}{% for i in range(200) %}{% set ns.l = [ns.l, ns.l] %}{% endfor %}{{ ns.l }}",
                "{% set ns = namespace(l=[]) %}{% for i in range(90) %}{% set ns.l = [ns.l, ns.l] %}{% endfor %}{{ ns.l == ns.l }}",
                "{% set ns = namespace(l=[]) %}{% for i in range(90) %}{% set ns.l = [ns.l, ns.l] %}{% endfor %}{{ ns.l|tojson }}",
                "{% set ns = namespace(l=[]) %}{% for i in range(90000) %}{% set ns.l = [ns.l] %}{% endfor %}{{ ns.l|tojson }}",
                "{% set ns = namespace(l=[]) %}{% for i in range(90000) %}{% set ns.l = [ns.l] %}{% endfor %}{{ ns.l }}",
                "{% macro again(n) %}{{ again(n + 1) }}{% endmacro %}{{ again(0) }}",
                "{% macro twice(n) %}{{ twice(n) }}{{ twice(n) }}{% endmacro %}{{ twice(0) }}",
                "{{ 'x' * 4000000000 }}",
                "{{ [0] * 2000000000 }}",
                "{{ range(1000000000) | list }}",
                "{{ 'x' | center(2000000000) }}",
                "{{ 'x'.ljust(2000000000) }}",
                "{{ '%2000000000d' % 1 }}",
                "{{ '%.999999999f' % 1 }}",
                "{{ '{:999999999}'.format(1) }}",
                "{{ 'a' | indent(2000000000, true) }}",
                "{{ [1] | tojson(indent=2000000000) }}",
                "{{ 'a' | replace('', 'x' * 9999999) | replace('x', 'y' * 9999999) }}",
                "{{ ('a' * 9999999).split('a') | join('b' * 9999999) }}",
                "{{ 2 ** 4000000000 }}",
                "{{ 1.0.__class__.__mro__[1].__subclasses__() }}"
            })
    void stopsHostileTemplates(String source) {
        assertTimeoutPreemptively(LONG, () -> {
            SeraiException error = assertThrows(SeraiException.class, () -> render(source, Map.of()));
            assertEquals(ErrorCategory.INVALID, error.code().category(), error.getMessage());
        });
    }

    /** Sources that are nested so deeply that a careless parser overflows its stack. */
    @ParameterizedTest
    @ValueSource(strings = {"(", "[", "{'a':", "not ", "-", "f(", "x[", "x|f(", "x is f("})
    void refusesSourcesThatAreNestedTooDeeply(String part) {
        SeraiException error =
                assertThrows(SeraiException.class, () -> factory().compile("{{ " + part.repeat(10_000)));
        assertEquals(ErrorCategory.CORRUPT, error.code().category(), error.getMessage());
    }

    @Test
    void rendersLongConversations() {
        List<Map<String, String>> messages = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            messages.add(Map.of("role", "user", "content", "word ".repeat(1000)));
        }
        String text = render(
                "{% for m in messages %}{{ '<' + m.role + '>' + m.content | trim + '\n' }}{% endfor %}",
                Map.of("messages", messages));
        assertEquals(2000 * ("<user>".length() + 4999 + 1), text.length());
    }

    @Test
    void rendersOnManyThreadsAtOnce() throws Exception {
        ChatTemplate template = factory()
                .compile(
                        "{% set ns = namespace(n=0) %}{% for i in range(k) %}{% set ns.n = ns.n + i %}{% endfor %}{{ ns.n }}");
        List<Callable<String>> tasks = new ArrayList<>();
        for (int k = 0; k < 200; k++) {
            Map<String, Integer> variables = Map.of("k", k);
            tasks.add(() -> template.render(variables));
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            int k = 0;
            for (Future<String> result : threads.invokeAll(tasks)) {
                assertEquals(Integer.toString(k * (k - 1) / 2), result.get());
                k++;
            }
        }
    }
}
