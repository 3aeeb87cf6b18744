package dev.hefu.gateway.demo;

import dev.hefu.gateway.demo.folder.DemoRefused;
import java.nio.file.Path;

/**
 * How large the demo is and where it lives.
 *
 * @param scale of TPC-DS; the smallest is 0.01
 * @param persons who take part, from 50 to a few hundred
 * @param seed shifts the choice of persons
 * @param port of the gateway, 0 for any free one
 */
public record DemoOptions(double scale, int persons, int seed, Path folder, int port) {
  /** TPC-DS makes nothing smaller. */
  public static final double LEAST_SCALE = 0.01;

  /** A hundredth of it takes minutes to settle on two cores; this is for a larger machine. */
  public static final double LARGEST_SCALE = 100;

  /** As few as the story promises. */
  public static final int LEAST_PERSONS = 50;

  /** The identity provider hashes a password for each; more take long and show nothing new. */
  public static final int MOST_PERSONS = 400;

  /**
   * @throws DemoRefused if a number is out of its range
   */
  public DemoOptions {
    if (scale < LEAST_SCALE || scale > LARGEST_SCALE) {
      throw new DemoRefused(
          "--scale is %s; choose one from %s to %s.".formatted(scale, LEAST_SCALE, LARGEST_SCALE));
    }
    if (persons < LEAST_PERSONS || persons > MOST_PERSONS) {
      throw new DemoRefused(
          "--persons is %d; choose %d to %d.".formatted(persons, LEAST_PERSONS, MOST_PERSONS));
    }
    if (port < 0 || port > 65_535) {
      throw new DemoRefused("--port is %d; choose 0 to 65535.".formatted(port));
    }
  }
}
