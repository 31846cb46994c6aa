package org.conversener.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.conversener.training.PlateauSchedule.Goal;
import org.conversener.training.PlateauSchedule.Settings;
import org.junit.jupiter.api.Test;

class PlateauScheduleTest {
  private final PlateauSchedule paper =
      new PlateauSchedule(new Settings(Goal.MIN, 0.5, 3, 1e-4, 1e-4), 0.1);

  @Test
  void theRateFallsAtTheFourthEpochWithoutALowerLoss() {
    double[] losses = {10, 9, 9, 9, 9, 9, 9, 9, 9, 9};
    double[] rates = {.1, .1, .1, .1, .1, .05, .05, .05, .05, .025};
    for (int i = 0; i < losses.length; i++) {
      assertThat(paper.next(losses[i])).as("epoch %d", i).isCloseTo(rates[i], within(1e-12));
    }
  }

  @Test
  void anImprovementBelowTheThresholdDoesNotCount() {
    paper.next(1);
    for (int i = 0; i < 4; i++) {
      paper.next(1 - 0.9e-4);
    }
    assertThat(paper.rate()).isEqualTo(0.05);
  }

  @Test
  void aHigherScoreKeepsTheRateWhenMoreIsBetter() {
    PlateauSchedule quick = new PlateauSchedule(new Settings(Goal.MAX, 0.5, 1, 0, 1e-4), 0.1);
    assertThat(quick.next(0)).isEqualTo(0.1);
    assertThat(quick.next(50)).isEqualTo(0.1);
    assertThat(quick.next(50)).isEqualTo(0.1);
    assertThat(quick.next(49)).isEqualTo(0.05);
    assertThat(quick.next(51)).isEqualTo(0.05);
  }

  @Test
  void theRunIsFinishedAfterTenHalvings() {
    int halvings = 0;
    double rate = paper.rate();
    paper.next(1);
    while (!paper.isFinished()) {
      if (paper.next(1) < rate) {
        rate = paper.rate();
        halvings++;
      }
    }
    assertThat(halvings).isEqualTo(10);
  }

  @Test
  void aRestoredScheduleGoesOnWithItsCount() {
    paper.next(1);
    paper.next(1);
    paper.next(1);
    PlateauSchedule resumed = new PlateauSchedule(new Settings(Goal.MIN, 0.5, 3, 1e-4, 1e-4), 0.1);
    resumed.restore(paper.state());
    assertThat(resumed.next(1)).isEqualTo(0.1);
    assertThat(resumed.next(1)).isEqualTo(0.05);
  }

  @Test
  void anIncompleteStateIsRefused() {
    assertThatThrownBy(() -> paper.restore(java.util.Map.of("schedule.rate", "0.1")))
        .hasMessageContaining("schedule.best");
  }
}
