package com.example.gpiod.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import static java.util.stream.Collectors.toSet;

import com.example.gpiod.rules.fixture.Fixtures;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A type whose Javadoc says that it is immutable is so. */
class ImmutabilityTest {
    private static final Map<String, String> COPIED = Map.of(
            "com.example.gpiod.api.RequestConfig.lines",
            "unmodifiable view of a copy that nobody else has, in the order of the request");

    @Test
    void whatClaimsToBeImmutableIs() throws IOException {
        rule(Sources.publicTypes(Path.of("src/main/java")), COPIED).check(PackagesTest.CLASSES);
    }

    @Test
    void whatClaimsItWronglyIsFound() throws IOException {
        JavaClasses fixtures = new ClassFileImporter().importPackagesOf(Fixtures.class);
        List<String> violations = rule(Sources.publicTypes(SynchronizationTest.FIXTURES), Map.of())
                .evaluate(fixtures)
                .getFailureReport()
                .getDetails();
        String name = Fixtures.class.getName() + "$";
        assertEquals(
                List.of(
                        "ClassNotFinal is not final",
                        "FieldNotFinal has the field changing that is not final",
                        "ListNotCopied has the field names that is not copied",
                        "ListOfMutable has the field builders of the mutable type java.util.List<java.lang.StringBuilder>",
                        "NotSealed is an interface that is not sealed",
                        "SealedForMutable permits " + name + "SealedForMutable$Choice",
                        "SubclassOfMutable extends " + name + "SaysThatItIsMutable",
                        "WithArray has the field elements of the mutable type [I",
                        "WithMutable has the field mutable of the mutable type " + name
                                + "SaysThatItIsMutable"),
                violations.stream()
                        .map(text -> text.substring(name.length()))
                        .sorted()
                        .toList());
    }

    private static ArchRule rule(List<DocumentedType> types, Map<String, String> copied) {
        Set<String> claimed = types.stream()
                .filter(DocumentedType::claimsImmutability)
                .map(DocumentedType::name)
                .collect(toSet());
        return classes()
                .that(DescribedPredicate.describe(
                        "claim it", (JavaClass type) -> claimed.contains(type.getName())))
                .should(new BeImmutable(claimed, copied));
    }
}
