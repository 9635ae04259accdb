package io.miso.node.function;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Functions that stop running here once what is pending of them has gone out: pure. Until then the function runs on, and a use of it
 * meanwhile ends the ending.
 */
final class Endings {
  private static final class Ending {
    private final long number;
    private final List<Runnable> waiting = new ArrayList<>();

    private Ending(long number) {
      this.number = number;
    }
  }

  private final Map<String, Ending> open = new HashMap<>();
  private long last;

  boolean isUnderWay(String function) {
    return open.containsKey(function);
  }

  /** Whether it is this ending of the function that is under way. */
  boolean isUnderWay(String function, long number) {
    Ending ending = open.get(function);
    return ending != null && ending.number == number;
  }

  /** A function is about to end; answers the number of this ending. */
  long begin(String function) {
    Ending ending = new Ending(++last);
    open.put(function, ending);
    return ending.number;
  }

  /** Runs the action once no ending of the function is under way. */
  void whenOver(String function, Runnable action) {
    Ending ending = open.get(function);
    if (ending == null) {
      action.run();
    } else {
      ending.waiting.add(action);
    }
  }

  /** The function ended, or was used again. */
  void over(String function) {
    Ending ending = open.remove(function);
    if (ending != null) {
      ending.waiting.forEach(Runnable::run);
    }
  }
}
