/**
 * What every training run needs, whichever model it trains: progress, checkpoints, the schedule of
 * the learning rate, batches of like length, the record of a run.
 *
 * <p>A run is deterministic: the same inputs, seed and threads give the same bytes, also when it
 * was interrupted and resumed from a {@link org.conversener.training.Checkpoint}. Randomness
 * therefore never depends on a generator's history, only on the seed and the number of the step.
 */
@NullMarked
package org.conversener.training;

import org.jspecify.annotations.NullMarked;
