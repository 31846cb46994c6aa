/**
 * The bundled demo world: invented news in English, Spanish and Chinese, with its true alignment.
 *
 * <p>What it is for: the demo trains a translator, an English teacher and taggers on it within
 * minutes, and because the generator knows the true alignment and the true entities, it can say how
 * well a perfect translator and a perfect teacher would do ({@link
 * org.conversener.cli.demo.world.CeilingProjection}). It is no benchmark: nothing measured here
 * says anything about real text.
 *
 * <p>Flow: {@link org.conversener.cli.demo.world.NameFactory} makes the names of the three {@link
 * org.conversener.cli.demo.world.NameList}s from {@code names.txt}; {@link
 * org.conversener.cli.demo.world.Sampler} fills a {@link org.conversener.cli.demo.world.Frame} of
 * {@code frames.txt} with names and with words of {@code lexicon.txt}, giving a {@link
 * org.conversener.cli.demo.world.Draft}; {@link org.conversener.cli.demo.world.Realiser} writes the
 * draft in each language, every word with the key of its meaning, and equal keys are the true
 * alignment; {@link org.conversener.cli.demo.world.DemoWorld} deals the sentences out to the data
 * sets.
 *
 * <p>Traps: a word of Chinese is one character. The stem of a name, not its surface, decides on
 * which side of the split its pair with a frame falls, so "University of Tamo" and "Tamo" never
 * meet across it. The same surface may be of two types ("Tamo" the city, "Tamo" its football club,
 * a person called Tamo): only the frame tells.
 */
@NullMarked
package org.conversener.cli.demo.world;

import org.jspecify.annotations.NullMarked;
