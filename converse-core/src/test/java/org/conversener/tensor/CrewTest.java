package org.conversener.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CrewTest {
  private final int threads = Natives.threads();

  @BeforeEach
  void twoThreads() {
    Natives.threads(2);
  }

  @AfterEach
  void restoreThreads() {
    Natives.threads(threads);
  }

  @Test
  void everyPartIsDoneOnceAndToldInOrder() {
    AtomicIntegerArray done = new AtomicIntegerArray(50);
    List<Integer> told = new ArrayList<>();
    Crew.work(50, done::incrementAndGet, told::add);
    for (int i = 0; i < 50; i++) {
      assertThat(done.get(i)).isEqualTo(1);
      assertThat(told.get(i)).isEqualTo(i);
    }
  }

  @Test
  void partsRunSideBySide() {
    CountDownLatch bothAreHere = new CountDownLatch(2);
    Crew.work(
        2,
        part -> {
          bothAreHere.countDown();
          await(bothAreHere);
        });
    assertThat(bothAreHere.getCount()).isZero();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anOperationHasOneThreadAndAllOfThemAfterwards() {
    Set<Integer> seen = ConcurrentHashMap.newKeySet();
    Crew.work(4, part -> seen.add(Natives.threads()));
    Crew.work(1, part -> seen.add(Natives.threads()));
    assertThat(seen).containsExactly(1);
    assertThat(Natives.threads()).isEqualTo(2);
    assertThat(Natives.productThreads()).isEqualTo(2);
  }

  @Test
  void workWithinAPartStaysInItsThread() {
    Set<Thread> inner = ConcurrentHashMap.newKeySet();
    Crew.work(
        2,
        part -> {
          if (part == 0) {
            inner.add(Thread.currentThread());
            Crew.work(3, i -> inner.add(Thread.currentThread()));
          }
        });
    assertThat(inner).hasSize(1);
  }

  @Test
  void aFailureIsThrownAndThreadsAreRestored() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                Crew.work(
                    3,
                    part -> {
                      throw new IllegalStateException("part " + part);
                    }))
        .withMessage("part 0");
    assertThat(Natives.threads()).isEqualTo(2);
  }

  @Test
  void anInterruptionEndsTheWork() {
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(CancellationException.class)
        .isThrownBy(() -> Crew.work(2, part -> {}));
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void anInterruptionEndsTheWorkThoughItsPartsAreDoneAlready() {
    List<Integer> told = new ArrayList<>();
    assertThatExceptionOfType(CancellationException.class)
        .isThrownBy(
            () ->
                Crew.work(
                    3,
                    part -> {},
                    done -> {
                      told.add(done);
                      pause(); // by now all parts are done
                      Thread.currentThread().interrupt();
                    }));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(told).containsExactly(0);
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
