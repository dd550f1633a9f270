package com.example.gpiod.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.Test;

/** Whom the packages of this bundle know. */
class PackagesTest {
    static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("com.example.gpiod");

    @Test
    void theApiKnowsOnlyTheJdkAndAnnotations() {
        classes()
                .that()
                .resideInAPackage("com.example.gpiod.api..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "com.example.gpiod.api..",
                        "java..",
                        "org.osgi.annotation..",
                        "org.jspecify.annotations..")
                .check(CLASSES);
    }

    @Test
    void theSpiKnowsTheApiBesides() {
        classes()
                .that()
                .resideInAPackage("com.example.gpiod.spi..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "com.example.gpiod.spi..",
                        "com.example.gpiod.api..",
                        "java..",
                        "org.osgi.annotation..",
                        "org.jspecify.annotations..")
                .check(CLASSES);
    }
}
