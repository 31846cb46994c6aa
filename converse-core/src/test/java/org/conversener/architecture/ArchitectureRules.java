package org.conversener.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.util.List;
import org.jspecify.annotations.NullMarked;

/** The rules about packages, for a tree of packages below {@code root}. */
final class ArchitectureRules {
  /** Low to high: a package may use those before it. The root package may use all. */
  static final List<String> ORDER =
      List.of(
          "text",
          "corpus",
          "augmentation",
          "evaluation",
          "tensor",
          "store",
          "torchfile",
          "tensorbundle",
          "layers",
          "training",
          "bert",
          "embedding",
          "tagging",
          "flair",
          "translation",
          "transfer",
          "model",
          "experiment");

  private static final int ABOVE_ALL = ORDER.size();

  private ArchitectureRules() {}

  static ArchRule packagesUseThoseBeforeThemOnly(String root) {
    return classes()
        .that()
        .resideInAPackage(root + "..")
        .should(
            new ArchCondition<JavaClass>("use packages before their own in " + ORDER + " only") {
              @Override
              public void check(JavaClass user, ConditionEvents events) {
                for (Dependency dependency : user.getDirectDependenciesFromSelf()) {
                  JavaClass used = dependency.getTargetClass().getBaseComponentType();
                  boolean isOurs = (used.getPackageName() + ".").startsWith(root + ".");
                  if (isOurs && height(root, used) > height(root, user)) {
                    events.add(SimpleConditionEvent.violated(user, dependency.getDescription()));
                  }
                }
              }
            });
  }

  private static int height(String root, JavaClass type) {
    if (type.getPackageName().equals(root)) {
      return ABOVE_ALL;
    }
    String name = type.getPackageName().substring(root.length() + 1).split("\\.", -1)[0];
    int height = ORDER.indexOf(name);
    if (height < 0) {
      throw new IllegalArgumentException(
          "the package " + name + " of " + type.getName() + " has no place in " + ORDER);
    }
    return height;
  }

  static ArchRule packagesHaveNoCycles(String root) {
    return slices().matching(root + ".(*)..").should().beFreeOfCycles();
  }

  static ArchRule onlyTensorUsesTheNativeLibrary(String root) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(root + ".tensor..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.bytedeco..");
  }

  static ArchRule textAndEvaluationArePureJava(String root) {
    return classes()
        .that()
        .resideInAnyPackage(root + ".text..", root + ".evaluation..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..", "org.jspecify.annotations..", root + ".text..", root + ".evaluation..");
  }

  static ArchRule nothingIsPrinted() {
    return GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
  }

  static ArchRule packagesAreNullMarked() {
    return classes()
        .that()
        .doNotHaveSimpleName("package-info")
        .and()
        .doNotHaveModifier(JavaModifier.SYNTHETIC)
        .should(
            new ArchCondition<JavaClass>("reside in a package that is @NullMarked") {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
                  events.add(
                      SimpleConditionEvent.violated(
                          type,
                          type.getName() + ": its package has no package-info with @NullMarked"));
                }
              }
            });
  }
}
