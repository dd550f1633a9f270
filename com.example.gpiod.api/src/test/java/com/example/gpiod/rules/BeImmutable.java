package com.example.gpiod.rules;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaParameterizedType;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Holds for a class that nobody can change once it is made: neither it nor what it holds, nor by a
 * subclass. Where every field is final there is nothing for a setter to set.
 */
final class BeImmutable extends ArchCondition<JavaClass> {
    private static final Set<String> OF_THE_JDK = names(
            String.class,
            Boolean.class,
            Integer.class,
            Long.class,
            Duration.class,
            Instant.class,
            OptionalInt.class,
            OptionalLong.class);

    private static final Set<String> COLLECTIONS = names(List.class, Set.class, Map.class);

    /** What classes may extend: Throwable's own state is nobody's business here. */
    private static final Set<String> SUPERCLASSES = names(Object.class, Record.class, Enum.class);

    private final Set<String> claimed;
    private final Map<String, String> copied;

    /**
     * @param claimed names of the classes that claim to be immutable, and so may be held by others
     * @param copied full names of fields with collections that are copied by other means than {@code
     *     copyOf}, with the means
     */
    BeImmutable(Set<String> claimed, Map<String, String> copied) {
        super("be immutable, as their Javadoc says");
        this.claimed = claimed;
        this.copied = copied;
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        if (type.isInterface()) {
            checkChoices(type, events);
            return;
        }
        // An enum whose constants have bodies is not final, but closed.
        if (!type.getModifiers().contains(JavaModifier.FINAL) && !type.isEnum()) {
            violation(type, "is not final", events);
        }
        type.getRawSuperclass()
                .filter(parent -> !SUPERCLASSES.contains(parent.getName()))
                .filter(parent -> !parent.isAssignableTo(Throwable.class))
                .ifPresent(parent -> violation(type, "extends " + parent.getName(), events));
        for (JavaField field : type.getFields()) {
            checkField(type, field, events);
        }
    }

    private void checkChoices(JavaClass type, ConditionEvents events) {
        Class<?> reflected = type.reflect();
        if (!reflected.isSealed()) {
            violation(type, "is an interface that is not sealed", events);
            return;
        }
        for (Class<?> choice : reflected.getPermittedSubclasses()) {
            if (!claimed.contains(choice.getName())) {
                violation(type, "permits " + choice.getName(), events);
            }
        }
    }

    private void checkField(JavaClass type, JavaField field, ConditionEvents events) {
        if (!field.getModifiers().contains(JavaModifier.FINAL)) {
            violation(type, "has the field " + field.getName() + " that is not final", events);
        }
        if (field.getModifiers().contains(JavaModifier.STATIC)) {
            return;
        }
        if (!isImmutable(field.getType())) {
            violation(
                    type,
                    "has the field " + field.getName() + " of the mutable type "
                            + field.getType().getName(),
                    events);
        }
        if (COLLECTIONS.contains(field.getRawType().getName())
                && !copied.containsKey(field.getFullName())
                && !constructorsCopy(type, field.getRawType())) {
            violation(type, "has the field " + field.getName() + " that is not copied", events);
        }
    }

    private boolean isImmutable(JavaType type) {
        String name = type.toErasure().getName();
        if (type instanceof JavaParameterizedType container
                && (COLLECTIONS.contains(name) || name.equals(Optional.class.getName()))) {
            return container.getActualTypeArguments().stream().allMatch(this::isImmutable);
        }
        return type.toErasure().isPrimitive()
                || OF_THE_JDK.contains(name)
                || claimed.contains(name);
    }

    /** As near as bytecode comes to it: which field the copy goes to is not seen. */
    private static boolean constructorsCopy(JavaClass type, JavaClass collection) {
        return type.getConstructors().stream()
                .allMatch(constructor -> copies(constructor, collection) || delegates(constructor));
    }

    private static boolean copies(JavaConstructor constructor, JavaClass collection) {
        return constructor.getMethodCallsFromSelf().stream()
                .anyMatch(call -> call.getTargetOwner().equals(collection)
                        && call.getName().equals("copyOf"));
    }

    private static boolean delegates(JavaConstructor constructor) {
        return constructor.getConstructorCallsFromSelf().stream()
                .anyMatch(call -> call.getTargetOwner().equals(constructor.getOwner()));
    }

    private static void violation(JavaClass type, String what, ConditionEvents events) {
        events.add(SimpleConditionEvent.violated(type, type.getName() + " " + what));
    }

    private static Set<String> names(Class<?>... types) {
        return Set.copyOf(Arrays.stream(types).map(Class::getName).toList());
    }
}
