package com.example.gpiod.rules;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.EndElementTree;
import com.sun.source.doctree.StartElementTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Reads Java sources with the JDK's own parser, because class files know no Javadoc. */
final class Sources {
    private Sources() {}

    /** Finds the public types of a source folder, nested ones too. */
    static List<DocumentedType> publicTypes(Path folder) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> tree = Files.walk(folder)) {
            List<Path> sources =
                    tree.filter(path -> path.toString().endsWith(".java")).toList();
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, null, null, null, files.getJavaFileObjectsFromPaths(sources));
            List<CompilationUnitTree> units = new ArrayList<>();
            task.parse().forEach(units::add);
            TypeScanner scanner = new TypeScanner(DocTrees.instance(task), exportedPackages(units));
            scanner.scan(units, null);
            return scanner.found;
        }
    }

    private static Set<String> exportedPackages(List<CompilationUnitTree> units) {
        Set<String> exported = new HashSet<>();
        for (CompilationUnitTree unit : units) {
            if (unit.getPackageAnnotations().stream()
                    .anyMatch(a -> a.getAnnotationType().toString().equals("Export"))) {
                exported.add(unit.getPackageName().toString());
            }
        }
        return exported;
    }

    private static final class TypeScanner extends TreePathScanner<Void, Void> {
        private final List<DocumentedType> found = new ArrayList<>();
        private final DocTrees docs;
        private final Set<String> exported;

        TypeScanner(DocTrees docs, Set<String> exported) {
            this.docs = docs;
            this.exported = exported;
        }

        @Override
        public Void visitClass(ClassTree type, Void unused) {
            // Nothing inside of a type that is not public can be seen.
            if (!isPublic(type)) {
                return null;
            }
            String packageName =
                    getCurrentPath().getCompilationUnit().getPackageName().toString();
            found.add(new DocumentedType(
                    packageName + "." + nestedName(),
                    exported.contains(packageName),
                    synchronization(docs.getDocCommentTree(getCurrentPath()))));
            return super.visitClass(type, null);
        }

        private boolean isPublic(ClassTree type) {
            return type.getModifiers().getFlags().contains(Modifier.PUBLIC)
                    || getCurrentPath().getParentPath().getLeaf() instanceof ClassTree outer
                            && isInterface(outer);
        }

        /** Members of interfaces are public without saying so. */
        private static boolean isInterface(ClassTree type) {
            return switch (type.getKind()) {
                case INTERFACE, ANNOTATION_TYPE -> true;
                default -> false;
            };
        }

        private String nestedName() {
            String name = "";
            for (var tree : getCurrentPath()) {
                if (tree instanceof ClassTree type) {
                    name = type.getSimpleName() + (name.isEmpty() ? "" : "$" + name);
                }
            }
            return name;
        }
    }

    /** The text after {@code <p><b>Synchronization:</b>}, up to the next paragraph. */
    private static Optional<String> synchronization(DocCommentTree comment) {
        if (comment == null) {
            return Optional.empty();
        }
        List<? extends DocTree> body = comment.getFullBody();
        for (int i = 0; i + 3 < body.size(); i++) {
            if (isStart(body.get(i), "p")
                    && isStart(body.get(i + 1), "b")
                    && body.get(i + 2).toString().equals("Synchronization:")
                    && body.get(i + 3) instanceof EndElementTree) {
                StringBuilder text = new StringBuilder();
                body.stream()
                        .skip(i + 4)
                        .takeWhile(tree -> !isStart(tree, "p"))
                        .forEach(text::append);
                return Optional.of(text.toString().strip());
            }
        }
        return Optional.empty();
    }

    private static boolean isStart(DocTree tree, String element) {
        return tree instanceof StartElementTree start && start.getName().contentEquals(element);
    }
}
