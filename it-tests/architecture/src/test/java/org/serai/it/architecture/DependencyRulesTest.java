package org.serai.it.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Who may see whom: {@code ARCHITECTURE.md} has the picture. */
@AnalyzeClasses(packages = "org.serai", importOptions = ImportOption.DoNotIncludeTests.class)
class DependencyRulesTest {
    private static final String[] EVERYONES = {"java..", "org.jspecify.annotations..", "org.osgi.annotation.."};

    @ArchTest
    static final ArchRule the_api_depends_on_the_jdk_alone = classes()
            .that()
            .resideInAnyPackage(Layers.API)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(concat(EVERYONES, Layers.API));

    @ArchTest
    static final ArchRule nothing_sees_the_runtime_but_itself = noClasses()
            .that()
            .resideOutsideOfPackage(Layers.RUNTIME)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(Layers.RUNTIME);

    @ArchTest
    static final ArchRule nothing_sees_the_camel_integration_but_itself = noClasses()
            .that()
            .resideOutsideOfPackage(Layers.CAMEL)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(Layers.CAMEL);

    @ArchTest
    static final ArchRule nothing_sees_the_launcher_but_itself = noClasses()
            .that()
            .resideOutsideOfPackage(Layers.LAUNCHER)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(Layers.LAUNCHER);

    @ArchTest
    static final ArchRule nothing_sees_a_connector_but_itself = noClasses()
            .that()
            .resideOutsideOfPackage(Layers.CONNECTORS)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(Layers.CONNECTORS);

    @ArchTest
    static final ArchRule only_the_camel_integration_and_connectors_see_camel = noClasses()
            .that()
            .resideOutsideOfPackages(Layers.CAMEL, Layers.CONNECTORS)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.camel..");

    @ArchTest
    static final ArchRule only_the_cpu_device_sees_the_vector_api = noClasses()
            .that()
            .resideOutsideOfPackage("org.serai.device.cpu..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jdk.incubator.vector..");

    @ArchTest
    static final ArchRule only_the_core_and_the_launcher_see_the_framework = noClasses()
            .that()
            .resideOutsideOfPackages(Layers.RUNTIME, Layers.CAMEL, Layers.LAUNCHER)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.osgi.framework..");

    @ArchTest
    static final ArchRule contract_tests_see_the_api_alone = classes()
            .that()
            .resideInAPackage(Layers.TCK)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(concat(
                    concat(EVERYONES, Layers.API), Layers.TCK, "org.junit.jupiter..", "org.opentest4j..", "com.sun.."));

    @ArchTest
    static final ArchRule packages_have_no_cycles =
            slices().matching("org.serai.(**)").should().beFreeOfCycles();

    /** One rule for each plugin: it sees the API and what it brings itself. */
    @TestFactory
    List<DynamicTest> plugins_know_neither_each_other_nor_the_core() {
        var imported = new com.tngtech.archunit.core.importer.ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("org.serai");
        List<DynamicTest> rules = new ArrayList<>();
        for (String plugin : Layers.PLUGINS) {
            String[] others = Arrays.stream(Layers.PLUGINS)
                    .filter(name -> !name.equals(plugin))
                    .toArray(String[]::new);
            ArchRule rule = noClasses()
                    .that()
                    .resideInAPackage(plugin)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(concat(others, Layers.RUNTIME, Layers.CAMEL, Layers.CONNECTORS, Layers.TCK));
            rules.add(DynamicTest.dynamicTest(plugin, () -> rule.check(imported)));
        }
        return rules;
    }

    private static String[] concat(String[] some, String... more) {
        String[] all = Arrays.copyOf(some, some.length + more.length);
        System.arraycopy(more, 0, all, some.length, more.length);
        return all;
    }
}
