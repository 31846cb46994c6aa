package org.conversener.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.conversener.tagging.TaggerConfig;
import org.junit.jupiter.api.Test;

class ProfileDefaultsTest {
  @Test
  void thePapersTaggerProjectsWhatLanguageModelsSay() {
    assertThat(ProfileDefaults.of("paper", "--profile", List.of("static:v", "charlm:lm")))
        .isEqualTo(TaggerConfig.paperOverLanguageModels());
    assertThat(TaggerConfig.paperOverLanguageModels().reprojection()).isPositive();
    assertThat(ProfileDefaults.of("paper", "--profile", List.of("static:v", "char:30")))
        .isEqualTo(TaggerConfig.paper());
  }
}
