/**
 * The layers of Converse's networks: each file one layer, its formula on one screen. A layer
 * creates its parameters in the {@link org.conversener.tensor.Parameters} it is given and knows
 * neither words nor training. Shapes are written with one legend a file.
 */
@NullMarked
package org.conversener.layers;

import org.jspecify.annotations.NullMarked;
