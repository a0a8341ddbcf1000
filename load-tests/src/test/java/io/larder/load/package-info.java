/**
 * Gatling scenarios over one table, the {@link io.larder.load.Catalogue}. Each {@code …Simulation}
 * is one scenario; start reading at {@link io.larder.load.ReadMostlySimulation}. Speaks HTTP only
 * and depends on no module of Larder.
 */
@NullMarked
package io.larder.load;

import org.jspecify.annotations.NullMarked;
