package org.serai.it.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.anyElementThat;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * Vectors stay inside the method that computes with them. One that crosses a call is put on the heap wherever the compiler
 * decides not to inline the call, and what it decides differs from run to run.
 */
@AnalyzeClasses(packages = "org.serai", importOptions = ImportOption.DoNotIncludeTests.class)
class VectorRulesTest {
    private static final DescribedPredicate<JavaClass> VECTORS = resideInAPackage("jdk.incubator.vector..");

    @ArchTest
    static final ArchRule no_method_gives_a_vector = noMethods().should().haveRawReturnType(VECTORS);

    @ArchTest
    static final ArchRule no_method_takes_a_vector =
            noMethods().should().haveRawParameterTypes(anyElementThat(VECTORS));
}
