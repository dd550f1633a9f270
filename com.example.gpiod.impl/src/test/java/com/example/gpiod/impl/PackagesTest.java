package com.example.gpiod.impl;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.Test;

/** Core and native backend don't know each other, nor what puts them together. */
class PackagesTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("com.example.gpiod.impl");

    @Test
    void theCoreKnowsNeitherBackendNorComponentsNorOsgi() {
        noClasses()
                .that()
                .resideInAPackage("..impl.core..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..impl.jni..", "..impl.ds..", "org.osgi..")
                .check(CLASSES);
    }

    @Test
    void theBackendKnowsNeitherCoreNorComponentsNorOsgi() {
        noClasses()
                .that()
                .resideInAPackage("..impl.jni..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..impl.core..", "..impl.ds..", "org.osgi..")
                .check(CLASSES);
    }
}
