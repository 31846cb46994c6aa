package org.conversener.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.conversener.architecture.fixture.text.Offender;
import org.junit.jupiter.api.Test;

/**
 * Each rule holds for the library, and is broken by the small tree of packages in {@code fixture}:
 * a rule that cannot fail would not be one.
 */
class ArchitectureTest {
  private static final String ROOT = "org.conversener";
  private static final JavaClasses LIBRARY =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  private static final String FIXTURE_ROOT = "org.conversener.architecture.fixture";
  private static final JavaClasses FIXTURE = new ClassFileImporter().importPackages(FIXTURE_ROOT);

  @Test
  void packagesUseThoseBeforeThemOnly() {
    ArchitectureRules.packagesUseThoseBeforeThemOnly(ROOT).check(LIBRARY);
    assertIsBroken(ArchitectureRules.packagesUseThoseBeforeThemOnly(FIXTURE_ROOT), "Tool");
  }

  @Test
  void packagesHaveNoCycles() {
    ArchitectureRules.packagesHaveNoCycles(ROOT).check(LIBRARY);
    assertIsBroken(ArchitectureRules.packagesHaveNoCycles(FIXTURE_ROOT), "Cycle detected");
  }

  @Test
  void onlyTensorUsesTheNativeLibrary() {
    ArchitectureRules.onlyTensorUsesTheNativeLibrary(ROOT).check(LIBRARY);
    assertIsBroken(ArchitectureRules.onlyTensorUsesTheNativeLibrary(FIXTURE_ROOT), "bytedeco");
  }

  @Test
  void textAndEvaluationArePureJava() {
    ArchitectureRules.textAndEvaluationArePureJava(ROOT).check(LIBRARY);
    assertIsBroken(ArchitectureRules.textAndEvaluationArePureJava(FIXTURE_ROOT), "jackson");
  }

  @Test
  void nothingIsPrinted() {
    ArchitectureRules.nothingIsPrinted().check(LIBRARY);
    assertIsBroken(ArchitectureRules.nothingIsPrinted(), "System.out");
  }

  @Test
  void packagesAreNullMarked() {
    ArchitectureRules.packagesAreNullMarked().check(LIBRARY);
    assertIsBroken(ArchitectureRules.packagesAreNullMarked(), Offender.class.getName());
  }

  @Test
  void theRulesSeeTheWholeLibrary() {
    List<String> packages =
        LIBRARY.stream()
            .map(type -> type.getPackageName())
            .filter(name -> !name.equals(ROOT))
            .map(name -> name.substring(ROOT.length() + 1))
            .distinct()
            .toList();

    assertThat(packages).isNotEmpty().isSubsetOf(ArchitectureRules.ORDER).contains("text", "model");
  }

  private static void assertIsBroken(ArchRule rule, String part) {
    assertThat(rule.evaluate(FIXTURE).getFailureReport().toString())
        .contains("was violated")
        .contains(part);
  }
}
